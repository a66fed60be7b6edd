#!/usr/bin/env python3
"""Makes hadronic_ratio.csv from the Particle Data Group's compilation of R (file rpp2020-hadronicrpp_page1001.dat: energy, R).

    python3 make_hadronic_ratio.py FILE > hadronic_ratio.csv

Up to 2 GeV the compilation is an evaluated sum of exclusive channels, at 2 to 10 MeV and finer on the omega and the phi: its values are taken as they stand, averaged where they lie
closer than half a per mille of the energy apart outside the two narrow resonances. Above, single measurements of many experiments follow each other with scatter of up to 20 %: they
are averaged, with equal weights, over the windows below. Below the first value (0.30 GeV) and above 11.2 GeV the ratio is calculated: see `threshold` and `perturbative`.
"""
import math
import sys

ALPHA = 1 / 137.036
CHARGED_PION, NEUTRAL_PION = 0.13957039, 0.1349768  # GeV (PDG 2022)
RADIUS2, CURVATURE = 11.26, 3.85  # <r^2> = 0.4386 fm^2 in GeV^-2, and GeV^-4: G. Colangelo et al., JHEP 02 (2019) 006, arXiv:1810.00007
NEUTRAL_PION_WIDTH, OMEGA = 7.81e-9, 0.78266  # GeV (PDG 2022)

# Windows (from, to, width) in GeV: narrower than the structures, wider than the distance of measurements.
WINDOWS = [(1.995, 3.50, 0.2), (3.50, 3.735, 0.12), (3.735, 3.80, 0.01), (3.80, 4.66, 0.02), (4.66, 7.1, 0.5), (7.1, 11.2, 0.4)]


def threshold(energy):
    """pi0 gamma by the pi0 width and a form factor of the omega pole, and pi+ pi- by the low-energy expansion of the pion form factor."""
    s = energy * energy
    neutral = 2 * NEUTRAL_PION_WIDTH * s / (ALPHA * NEUTRAL_PION**3) * max(0, 1 - NEUTRAL_PION**2 / s) ** 3 / (1 - s / OMEGA**2) ** 2
    beta2 = 1 - 4 * CHARGED_PION**2 / s
    charged = 0 if beta2 <= 0 else beta2**1.5 / 4 * (1 + RADIUS2 * s / 6 + CURVATURE * s * s) ** 2
    return neutral + charged


def perturbative(energy):
    """Photon exchange, five massless flavours, to third order in alpha_s (S.G. Gorishny et al., Phys. Lett. B 259 (1991) 144); alpha_s at two loops from 0.118 at the Z."""
    a, log, steps = 0.118 / math.pi, 2 * math.log(energy / 91.1876), 1000
    for _ in range(steps):  # d a / d ln s = -(23/12) a^2 - (29/12) a^3, second order in the step
        middle = a + log / steps / 2 * -(23 / 12 + 29 / 12 * a) * a * a
        a += log / steps * -(23 / 12 + 29 / 12 * middle) * middle * middle
    return 11 / 3 * (1 + a + 1.40902 * a * a - 12.80 * a**3) - (1 / 3) ** 2 * 1.23954 * a**3


def windows(points):
    for low, high, width in WINDOWS:
        count = max(1, round((high - low) / width))
        for i in range(count):
            part = [p for p in points if low + (high - low) * i / count <= p[0] < low + (high - low) * (i + 1) / count]
            if part:
                yield sum(p[0] for p in part) / len(part), sum(p[1] for p in part) / len(part)


def evaluated(points):
    group = []
    for point in points:
        narrow = 0.775 < point[0] < 0.80 or 1.005 < point[0] < 1.035
        if group and point[0] - group[0][0] > (5e-5 if narrow else 1e-3) * group[0][0]:
            yield sum(p[0] for p in group) / len(group), sum(p[1] for p in group) / len(group)
            group = []
        group.append(point)
    yield sum(p[0] for p in group) / len(group), sum(p[1] for p in group) / len(group)


points = sorted((float(a), float(b)) for a, b in (line.split()[:2] for line in open(sys.argv[1], encoding="ascii") if line[0].isdigit()))
print("# source: from 0.30 to 11.2 GeV: R = sigma(e+e- -> hadrons)/sigma(e+e- -> mu+mu-) of the Particle Data Group's compilation, V.V. Ezhela et al. hep-ph/0312114, updated in")
print("#   P.A. Zyla et al. (PDG), Prog. Theor. Exp. Phys. 2020 083C01, file rpp2020-hadronicrpp_page1001.dat (numbers read in the copy of the public repository GambitBSM/gambit,")
print("#   Elements/data). Narrow J/psi, psi(2S) and Upsilon(1S, 2S, 3S) are not in it. Below: calculated, pi0 gamma and pi+ pi- near their thresholds. Above: perturbative QCD.")
print("# made by: data/darksector/make_hadronic_ratio.py, which tells the averaging. sqrt_s_GeV: centre-of-mass energy in GeV; R: ratio to the massless (4 pi alpha^2 / 3 s) muon cross section, no unit")
print("sqrt_s_GeV,R")
low = [NEUTRAL_PION * (1 + i / 40 * (2 * CHARGED_PION / NEUTRAL_PION - 1)) for i in range(41)] + [0.2791406 + 0.002 * i for i in range(1, 10)]
rows = [(e, threshold(e)) for e in low]
rows += list(evaluated([p for p in points if p[0] < 1.995]))
rows += list(windows(points))
rows += [(e, perturbative(e)) for e in (11.2, 12, 14, 17, 20, 25, 30, 40, 50)]
for energy, ratio in rows:
    print(f"{energy:.6g},{ratio:.6g}")
