#!/usr/bin/env python3
"""Makes degrees_of_freedom.csv from the fits that K. Saikawa and S. Shirai print in arXiv:1803.01038v2, appendix C.

    python3 make.py

Above 120 MeV: ratios of polynomials in ln(T/GeV) with the coefficients of their table 1. Below: sums over particles. The fits agree with
the authors' own table to 0.1 % below 120 MeV and to 4 % from 120 to 300 MeV, where the table itself is uncertain by as much.
"""
import math
import os

HERE = os.path.dirname(os.path.abspath(__file__))
A = [1, 1.11724, 3.12672e-1, -4.68049e-2, -2.65004e-2, -1.19760e-3, 1.82812e-4, 1.36436e-4, 8.55051e-5, 1.22840e-5, 3.82259e-7, -6.87035e-9]
B = [1.43382e-2, 1.37559e-2, 2.92108e-3, -5.38533e-4, -1.62496e-4, -2.87906e-5, -3.84278e-6, 2.78776e-6, 7.40342e-7, 1.17210e-7, 3.72499e-9, -6.74107e-11]
C = [1, 6.07869e-1, -1.54485e-1, -2.24034e-1, -2.82147e-2, 2.90620e-2, 6.86778e-3, -1.00005e-3, -1.69104e-4, 1.06301e-5, 1.69528e-6, -9.33311e-8]
D = [7.07388e1, 9.18011e1, 3.31892e1, -1.39779, -1.52558, -1.97857e-2, -1.60146e-1, 8.22615e-5, 2.02651e-2, -1.82134e-5, 7.83943e-5, 7.13518e-5]
ELECTRON, MUON = 511e-6, 0.1056
MESONS = [0.135, 0.140, 0.5, 0.77, 1.2, 2.0]
ENERGY_OF_MESONS = [1.05, 2.08, 4.165, 30.55, 89.4, 8209]
ENTROPY_OF_MESONS = [1.034, 2.068, 4.16, 30.55, 90, 6209]


def polynomial(coefficients, x):
    return sum(c * x**k for k, c in enumerate(coefficients))


def heavy(a, b, c, d):
    return lambda x: math.exp(-a * x) * (1 + b * x + c * x**2 + d * x**3)


fermion_energy = heavy(1.04855, 1.03757, 0.508630, 0.0893988)
boson_energy = heavy(1.03149, 1.03317, 0.398264, 0.0648056)
fermion_entropy = heavy(1.04190, 1.03400, 0.456426, 0.0595249)
boson_entropy = heavy(1.03365, 1.03397, 0.342548, 0.0506182)


def both(t):
    """g_rho and g_s at a temperature in GeV."""
    if t >= 0.12:
        x = math.log(t)
        rho = polynomial(A, x) / polynomial(B, x)
        return rho, rho / (1 + polynomial(C, x) / polynomial(D, x))
    e, mu = ELECTRON / t, MUON / t
    s = 1 + 1.75 * fermion_entropy(e)
    rho = 2.030 + 1.353 * s**(4 / 3) + 3.495 * fermion_energy(e) + 3.446 * fermion_energy(mu)
    rho += sum(g * boson_energy(m / t) for g, m in zip(ENERGY_OF_MESONS, MESONS))
    entropy = 2.008 + 1.923 * s + 3.442 * fermion_entropy(e) + 3.468 * fermion_entropy(mu)
    entropy += sum(g * boson_entropy(m / t) for g, m in zip(ENTROPY_OF_MESONS, MESONS))
    return rho, entropy


if __name__ == "__main__":
    with open(os.path.join(HERE, "degrees_of_freedom.csv"), "w", encoding="utf-8", newline="\n") as f:
        f.write("# title: effective degrees of freedom of the Standard Model in energy and in entropy, at zero chemical potentials, neutrinos decoupled as they do\n")
        f.write("# source: K. Saikawa and S. Shirai, JCAP 05 (2018) 035, arXiv:1803.01038, the fits of appendix C\n")
        f.write("# made by: data/darksector/make.py (see there)\n")
        f.write("# columns: temperature of the photons in GeV, 40 per decade; g_rho = 30 rho / (pi^2 T^4); g_s = 45 s / (2 pi^2 T^3)\n")
        f.write("T_GeV,g_rho,g_s\n")
        for k in range(-200, 41):
            t = 10 ** (k / 40)
            f.write("%.9e,%.7g,%.7g\n" % ((t,) + both(t)))
