"""The browser laboratory: a fermenter one operates, saved runs beside each other, lessons, and the server they run on.

`Setting` is what a learner has set, `bench` runs it, `Desk` is one learner's session and answers events of the page,
`Page` carries them through marimo, `server` listens. Everything below the server also works in a copied notebook.
"""
