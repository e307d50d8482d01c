/* The hot kernels as somebody would write them in C, looped over a ring of inputs; see kernel_cases.py.
   Written from the published laws, not from the kernels: what the two sum up to is compared as well as their time. */
#include <math.h>
#include <stdint.h>

/* van 't Riet (1979), coalescing liquid, 1/h; row: W/m3, m/s */
double transfer(int64_t calls, int64_t ring, const double *rows)
{
    double total = 0.0;
    for (int64_t i = 0; i < calls; i++) {
        const double *r = rows + 2 * (i % ring);
        total += 3600.0 * 0.026 * pow(fmax(r[0], 0.0), 0.4) * pow(fmax(r[1], 0.0), 0.5);
    }
    return total;
}

/* share of CO2 in inorganic carbon, Harned & Davis (1943), Harned & Scholes (1941); row: pH, K */
double carbonate(int64_t calls, int64_t ring, const double *rows)
{
    double total = 0.0;
    for (int64_t i = 0; i < calls; i++) {
        const double *r = rows + 2 * (i % ring);
        double first = pow(10.0, r[0] - (3404.71 / r[1] + 0.032786 * r[1] - 14.8435));
        double second = first * pow(10.0, r[0] - (2902.39 / r[1] + 0.02379 * r[1] - 6.4980));
        total += 1.0 / (1.0 + first + second);
    }
    return total;
}

/* gassed power, Michel & Miller (1962) with its cap; row: W, 1/s, m, m3/s */
double power(int64_t calls, int64_t ring, const double *rows)
{
    double total = 0.0;
    for (int64_t i = 0; i < calls; i++) {
        const double *r = rows + 4 * (i % ring);
        double gassed = 0.783 * pow(r[0] * r[0] * r[1] * r[2] * r[2] * r[2] / pow(r[3], 0.56), 0.459);
        total += fmin(gassed, r[0]);
    }
    return total;
}

/* net charge at a pH: acids have up to three constants (charge, K1, K2, K3), dilute */
static double net_charge(double ph, int64_t acids, const double *acid, const double *amount, double strong, double water)
{
    double proton = pow(10.0, -ph);
    double charge = strong + 1e3 * proton - 1e3 * pow(10.0, ph - water);
    for (int64_t k = 0; k < acids; k++) {
        const double *a = acid + 4 * k;
        double one = a[1] / proton, two = one * a[2] / proton, three = two * a[3] / proton;
        charge += amount[k] * (a[0] - (one + 2.0 * two + 3.0 * three) / (1.0 + one + two + three));
    }
    return charge;
}

/* root of the charge balance by Brent's method (Brent 1973, ch. 4); row: amounts of the acids, then strong ions */
double ph(int64_t calls, int64_t ring, const double *rows, int64_t acids, const double *acid, double water)
{
    double total = 0.0;
    for (int64_t i = 0; i < calls; i++) {
        const double *r = rows + (acids + 1) * (i % ring);
        double a = -1.0, b = 15.0, fa = net_charge(a, acids, acid, r, r[acids], water);
        double fb = net_charge(b, acids, acid, r, r[acids], water);
        double c = a, fc = fa, d = b - a, e = d;
        for (int n = 0; n < 200; n++) {
            if ((fb > 0.0) == (fc > 0.0)) {
                c = a; fc = fa; d = e = b - a;
            }
            if (fabs(fc) < fabs(fb)) {
                a = b; b = c; c = a;
                fa = fb; fb = fc; fc = fa;
            }
            double tolerance = 4.0 * 2.22e-16 * fabs(b) + 0.5e-12, m = 0.5 * (c - b);
            if (fabs(m) <= tolerance || fb == 0.0)
                break;
            if (fabs(e) >= tolerance && fabs(fa) > fabs(fb)) {
                double s = fb / fa, p, q;
                if (a == c) {
                    p = 2.0 * m * s; q = 1.0 - s;
                } else {
                    double t = fa / fc, u = fb / fc;
                    p = s * (2.0 * m * t * (t - u) - (b - a) * (u - 1.0));
                    q = (t - 1.0) * (u - 1.0) * (s - 1.0);
                }
                if (p > 0.0) q = -q; else p = -p;
                if (2.0 * p < fmin(3.0 * m * q - fabs(tolerance * q), fabs(e * q))) {
                    e = d; d = p / q;
                } else {
                    d = e = m;
                }
            } else {
                d = e = m;
            }
            a = b; fa = fb;
            b += fabs(d) > tolerance ? d : (m > 0.0 ? tolerance : -tolerance);
            fb = net_charge(b, acids, acid, r, r[acids], water);
        }
        total += b;
    }
    return total;
}

/* dense LU with partial pivoting and solution, Golub & Van Loan 3.4; work: n*n + n */
double lu(int64_t calls, int64_t ring, const double *matrices, const double *right, int64_t n, double *work)
{
    double total = 0.0, *x = work + n * n;
    for (int64_t i = 0; i < calls; i++) {
        const double *source = matrices + n * n * (i % ring);
        for (int64_t k = 0; k < n * n; k++) work[k] = source[k];
        for (int64_t k = 0; k < n; k++) x[k] = right[k];
        for (int64_t k = 0; k < n; k++) {
            int64_t best = k;
            for (int64_t j = k + 1; j < n; j++)
                if (fabs(work[n * j + k]) > fabs(work[n * best + k])) best = j;
            if (best != k) {
                for (int64_t j = k; j < n; j++) {
                    double swap = work[n * k + j];
                    work[n * k + j] = work[n * best + j];
                    work[n * best + j] = swap;
                }
                double swap = x[k]; x[k] = x[best]; x[best] = swap;
            }
            for (int64_t j = k + 1; j < n; j++) {
                double factor = work[n * j + k] / work[n * k + k];
                for (int64_t l = k + 1; l < n; l++) work[n * j + l] -= factor * work[n * k + l];
                x[j] -= factor * x[k];
            }
        }
        for (int64_t j = n - 1; j >= 0; j--) {
            for (int64_t l = j + 1; l < n; l++) x[j] -= work[n * j + l] * x[l];
            x[j] /= work[n * j + j];
        }
        total += x[0] + x[n - 1];
    }
    return total;
}

/* intercept + slope times parameters, slopes of one parameter side by side */
double affine(int64_t calls, int64_t ring, const double *thetas, int64_t parameters, int64_t outputs,
              const double *intercept, const double *slope, double *out)
{
    double total = 0.0;
    for (int64_t i = 0; i < calls; i++) {
        const double *theta = thetas + parameters * (i % ring);
        for (int64_t k = 0; k < outputs; k++) out[k] = intercept[k];
        for (int64_t p = 0; p < parameters; p++)
            for (int64_t k = 0; k < outputs; k++) out[k] += theta[p] * slope[outputs * p + k];
        total += out[0] + out[1];
    }
    return total;
}

/* 32-bit words of Threefry-2x32-20, Salmon et al. (2011) doi:10.1145/2063384.2063405 */
double threefry(int64_t calls, uint32_t key, uint32_t other)
{
    static const int turns[8] = {13, 15, 26, 6, 17, 29, 16, 24};
    double total = 0.0;
    for (int64_t i = 0; i < calls; i++) {
        uint32_t keys[3] = {key, other, 0x1BD11BDAu ^ key ^ other};
        uint32_t a = (uint32_t)i + keys[0], b = keys[1];
        for (int round = 0; round < 20; round++) {
            a += b;
            b = (b << turns[round % 8]) | (b >> (32 - turns[round % 8]));
            b ^= a;
            if (round % 4 == 3) {
                int step = round / 4 + 1;
                a += keys[step % 3];
                b += keys[(step + 1) % 3] + (uint32_t)step;
            }
        }
        total += (double)a + (double)b;
    }
    return total;
}
