#!/usr/bin/env python3
"""Makes hadronic_currents.csv: how much of R each vector-meson current carries, from the fits of arXiv:1801.04847.

    python3 make_hadronic_currents.py FOLDER > hadronic_currents.csv

FOLDER holds the numeric tables of DarkCast, the program of that paper (files rf.FINAL-STATE.MESON.dat: energy in GeV, ratio to massless muons): pi+ pi-, both pi+ pi- 2 pi0 and
2 pi+ 2 pi- and what is left of isospin 1 for the rho, pi0 gamma and 3 pi for the omega, K K, K K pi, 3 pi for the phi, and the interference of omega and phi in 3 pi, which has the opposite
sign in electromagnetism as the charge of the strange quark has.
"""
import bisect
import glob
import os
import sys

CURRENTS = ["rho", "omega", "phi", "omega_phi"]


def read(path):
    return [tuple(float(cell) for cell in line.split()) for line in open(path, encoding="ascii") if not line.startswith("#")]


def value(table, energy):
    if not table[0][0] < energy <= table[-1][0]:
        return 0
    i = bisect.bisect_left(table, (energy,))
    (x0, y0), (x1, y1) = table[i - 1], table[i]
    return y0 + (y1 - y0) * (energy - x0) / (x1 - x0)


tables = {os.path.basename(f): read(f) for f in glob.glob(os.path.join(sys.argv[1], "rf.*.dat"))}
energies, energy = [], 0.15
while energy < 2.0005:
    energies.append(round(energy, 5))
    energy += 0.001 if 0.759 < energy < 0.8 or 0.97 < energy < 1.0099 or 1.0299 < energy < 1.06 else 0.0005 if 1.0099 < energy < 1.0299 else 0.01
print("# source: P. Ilten, Y. Soreq, M. Williams, W. Xue, JHEP 06 (2018) 004, arXiv:1801.04847: fits to e+ e- -> exclusive hadrons, numbers of the authors' program DarkCast")
print("# made by: data/darksector/make_hadronic_currents.py, which tells what belongs to which current. sqrt_s_GeV: energy in GeV; columns: shares of R in electromagnetism, sum 1;")
print("#   omega_phi is the interference of both. Linear in between.")
print("sqrt_s_GeV," + ",".join(CURRENTS))
for energy in energies:
    parts = dict.fromkeys(CURRENTS, 0.0)
    for name, table in tables.items():
        current = name.split(".")[-2].replace("rho0", "rho")
        parts[current] += value(table, energy) * (-2 if current == "omega_phi" else 1)
    total = sum(parts.values())
    print(f"{energy:.6g}," + ",".join(f"{parts[c] / total:.5g}" for c in CURRENTS))
