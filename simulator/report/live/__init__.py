"""What a browser shows while somebody turns a knob: light SVG and HTML in the house's colours, no matplotlib."""
