#!/usr/bin/env python3
"""Makes vector_meson_photoproduction.csv.

    python3 make_vector_mesons.py

Free proton: the fits X W^0.22 + Y W^-eta of S. Klein and J. Nystrand, Phys. Rev. C 60 (1999) 014903, to measurements; slopes as measured by the OMEGA
photon collaboration, Nucl. Phys. B 209 (1982) 56 (rho, omega) and about 6/GeV2 for the phi. Nuclei: vector dominance and the classical
Glauber model of the same paper. A nucleus is a Woods-Saxon sphere.
Forward coherent rho on beryllium comes out at 3.5 mb/GeV2; 3.42 +- 0.28 was measured (abstract of the Illinois
report COO-1195-412, which prints microbarn/GeV2; only millibarn per nucleus is possible, so it is read as that). The paper itself was not at hand: X, Y and eta
were read in the public code STARlight, f_V^2/(4 pi) and the radius of the Woods-Saxon sphere are as remembered.
"""
import math
import os

HBARC2 = 389.379  # microbarn GeV^2
FM = 1 / 0.1973269804  # 1/GeV
ALPHA = 1 / 137.036
PROTON = 0.93827208816
# X, Y, eta of the fit in microbarn with W in GeV; slope in 1/GeV^2; f_V^2/(4 pi); mass in GeV
MESONS = {
    "rho": (5.0, 26.0, 1.23, 9.1, 2.02, 0.77526),
    "omega": (0.55, 18.0, 1.92, 8.3, 23.1, 0.78266),
    "phi": (0.34, 0.0, 0.0, 6.0, 13.7, 1.019461),
}
ENERGIES = [10, 15, 20, 30, 50, 70, 100, 150, 200]
NUCLEI = [(4, 9.0122), (6, 12.011), (7, 14.007), (8, 15.999), (13, 26.982), (14, 28.085), (26, 55.845), (29, 63.546), (53, 126.9), (55, 132.91), (74, 183.84), (82, 207.2), (83, 208.98)]
STEP = 0.05  # fm


def free(meson, k):
    x, y, eta, slope, _, _ = MESONS[meson]
    w = math.sqrt(PROTON * (PROTON + 2 * k))
    return x * w ** 0.22 + (y * w ** -eta if y else 0)


class Shape:
    """Thickness T(b) in 1/fm^2 and form factor of a nucleus."""

    def __init__(self, a):
        radius, skin = 1.16 * a ** (1 / 3) * (1 - 1.16 * a ** (-2 / 3)), 0.53
        end = radius + 12 * skin
        n = int(end / STEP)
        self.r = [(i + 0.5) * STEP for i in range(n)]
        rho = lambda r: 1 / (1 + math.exp((r - radius) / skin))
        norm = a / sum(4 * math.pi * r * r * rho(r) * STEP for r in self.r)
        self.rho = [norm * rho(r) for r in self.r]
        self.a = a
        self.radius2 = sum(4 * math.pi * r ** 4 * d * STEP for r, d in zip(self.r, self.rho)) / a
        self.thickness = [sum(2 * norm * rho(math.hypot(b, z)) * STEP for z in self.r) for b in self.r]

    def over(self, f):
        """int d^2b f(T), in fm^2."""
        return sum(2 * math.pi * b * STEP * f(t) for b, t in zip(self.r, self.thickness))

    def form2(self, q):
        """Square of the form factor; q in 1/fm."""
        f = sum(4 * math.pi * r * d * math.sin(q * r) / q * STEP for r, d in zip(self.r, self.rho)) / self.a
        return f * f

    def area(self, tmin):
        """int_tmin dt |F(t)|^2 in GeV^2."""
        total, n, top = 0.0, 200, 30.0 / (self.radius2 / 3 * FM * FM)
        for i in range(n):
            t = tmin + top * (i + 0.5) / n
            total += self.form2(math.sqrt(t) * FM) * top / n
        return total


def main():
    rows = []
    shapes = [(z, a, Shape(a)) for z, a in NUCLEI]
    for meson, (_, _, _, slope, f2, mass) in MESONS.items():
        for k in ENERGIES:
            rows.append((meson, 1, 1.008, k, free(meson, k), 0.0, slope, slope))
        for z, a, shape in shapes:
            for k in ENERGIES:
                sigma = free(meson, k)
                # Optical theorem and vector dominance: sigma_tot(V N)^2 = 16 pi (f^2/4 pi)/alpha dsigma/dt(gamma p -> V p) at t = 0.
                total = math.sqrt(16 * math.pi * f2 / ALPHA * slope * sigma / HBARC2)  # 1/GeV^2
                fm2 = total / FM / FM
                absorbed = fm2 * (1 - total / (16 * math.pi * slope))
                nucleus = shape.over(lambda t: 1 - math.exp(-fm2 * t)) * FM * FM
                forward = ALPHA / f2 * nucleus ** 2 / (16 * math.pi) * HBARC2  # microbarn/GeV^2
                coherent = forward * shape.area((mass * mass / (2 * k)) ** 2)
                incoherent = sigma * shape.over(lambda t: t * math.exp(-absorbed * t))
                rows.append((meson, z, a, k, coherent, incoherent, shape.radius2 / 3 * FM * FM, slope))
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "vector_meson_photoproduction.csv"), "w", encoding="utf-8", newline="\n") as f:
        f.write("# title: exclusive photoproduction gamma A -> V A of rho, omega, phi; replaceable\n")
        f.write("# source: protons: fits of S. Klein and J. Nystrand, Phys. Rev. C 60 (1999) 014903 (hep-ph/9902259), constants as coded in STARlight; slopes: OMEGA photon collaboration, Nucl. Phys. B 209 (1982) 56 (rho, omega), about 6/GeV2 (phi). Nuclei: vector dominance and classical Glauber model of the same paper, computed by data/darksector/make_vector_mesons.py. LIT (protons), OPEN (nuclei; couplings f_V and radii from memory; one comparison: forward coherent rho on beryllium 3.5 mb/GeV2 here against 3.42 +- 0.28 measured at 30 to 160 GeV, abstract of the Illinois report COO-1195-412, whose printed microbarn is read as millibarn, where the quantum Glauber model gives 4.9; on lead that model gives 2.4 times more; incoherent part without nuclear excitations)\n")
        f.write("# columns: meson; Z; A; photon energy in GeV; coherent and incoherent cross section per nucleus in microbarn (a proton: elastic, 0); slopes of exp(-b |t|) of both in 1/GeV^2\n")
        f.write("meson,Z,A,photon_GeV,coherent_ub,incoherent_ub,slope_coherent,slope_incoherent\n")
        for m, z, a, k, c, i, b1, b2 in rows:
            f.write(f"{m},{z},{a:g},{k},{c:.5g},{i:.5g},{b1:.4g},{b2:.4g}\n")


main()
