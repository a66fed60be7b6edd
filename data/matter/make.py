#!/usr/bin/env python3
"""Makes the tables of this folder from public data, for the elements of elements.csv.

    python3 make.py FOLDER

FOLDER holds, of EGSnrc's HEN_HOUSE/data (github.com/nrc-cnrc/EGSnrc), the files nist_brems.data (Seltzer and Berger's bremsstrahlung), and
xcom_photo.data, xcom_pair.data, xcom_triplet.data, xcom_rayleigh.data (NIST XCOM: ln E in MeV, ln sigma in barn, 100 elements). Scattering functions, shells and
X-ray lines come from xraylib 4 (Debian: python3-xraylib; numpy is not needed).
"""
import math
import os
import sys

import xraylib as xr

HERE = os.path.dirname(os.path.abspath(__file__))
COMMAND = "# made by: data/matter/make.py FOLDER (see there)\n"


def elements():
    rows = [line.split(",") for line in open(os.path.join(HERE, "elements.csv"), encoding="utf-8") if line[0].isdigit()]
    return [int(row[0]) for row in rows]


def write(name, title, source, columns, header, rows):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="\n") as f:
        f.write(f"# title: {title}\n# source: {source}\n{COMMAND}# columns: {columns}\n{header}\n")
        f.writelines(row + "\n" for row in rows)


def thin(x, y, tolerance):
    """Indices of the rows that keep the straight line within the tolerance of every row left out; a step (equal x) is kept."""
    keep, i = [0], 0
    while i < len(x) - 1:
        if x[i + 1] == x[i]:
            j = i + 1
        else:
            j, k = i + 1, i + 2
            while k < len(x) and x[k] > x[k - 1]:
                if all(abs(y[i] + (y[k] - y[i]) * (x[m] - x[i]) / (x[k] - x[i]) - y[m]) <= tolerance for m in range(i + 1, k)):
                    j = k
                k += 1
        keep.append(j)
        i = j
    return keep


def bremsstrahlung(folder, zs):
    lines = open(os.path.join(folder, "nist_brems.data"), encoding="latin-1").read().split("\n")
    tokens = " ".join(line for line in lines[1:] if "BREM" not in line).split()
    nt, nk = int(tokens[0]), int(tokens[1])
    energies, fractions = tokens[2:2 + nt], tokens[2 + nt:2 + nt + nk]
    at = 2 + nt + nk
    rows = []
    for z in range(1, 101):
        block = tokens[at + (z - 1) * nt * nk: at + z * nt * nk]
        if z in zs:
            for i, e in enumerate(energies):
                rows.append(",".join([str(z), f"{float(e) * 1e-3:.6g}"] + [f"{float(block[k * nt + i]):g}" for k in range(nk)]))
    write("bremsstrahlung_seltzer_berger.csv",
          "scaled bremsstrahlung cross section (beta^2/Z^2) k dsigma/dk in mb against kinetic energy T and k/T, nuclear and electron field together",
          "S. M. Seltzer, M. J. Berger, Atomic Data and Nuclear Data Tables 35 (1986) 345, tabulation of the US National Bureau of Standards (public data)",
          "atomic number, kinetic energy in GeV, then one column per k/T of the header",
          "Z,T_GeV," + ",".join(f"{float(k):g}" for k in fractions), rows)


def photons(folder, zs):
    rows = []
    for process, name in (("photoelectric", "xcom_photo"), ("nuclear", "xcom_pair"), ("triplet", "xcom_triplet"), ("coherent", "xcom_rayleigh")):
        tokens = open(os.path.join(folder, name + ".data"), encoding="latin-1").read().split()
        at = 0
        for z in range(1, 101):
            n = int(tokens[at])
            x = [float(t) for t in tokens[at + 1:at + 1 + 2 * n:2]]
            y = [float(t) for t in tokens[at + 2:at + 2 + 2 * n:2]]
            at += 1 + 2 * n
            if z in zs:
                rows += [f"{process},{z},{math.exp(x[i]) * 1e-3:.6g},{math.exp(y[i]):.5g}" for i in thin(x, y, 1e-3)]
    write("photon_xcom.csv",
          "photon cross sections per atom: photoelectric, pair production in the nuclear field (nuclear) and in the electron field (triplet), Rayleigh scattering (coherent)",
          "NIST XCOM photon cross sections (M. J. Berger, J. H. Hubbell et al., NIST Standard Reference Database 8, doi:10.18434/T48G6X), public data of the US government, thinned to 0.1 %; energies below the first row of a process: zero (pair) or the first row (photoelectric, coherent)",
          "process, atomic number, photon energy in GeV, cross section in barn per atom; interpolate logarithm against logarithm; an energy given twice is an absorption edge",
          "process,Z,energy_GeV,sigma_b", rows)


def logarithmic(low, high, per_decade):
    n = math.ceil(math.log10(high / low) * per_decade)
    return [low * (high / low) ** (i / n) for i in range(n + 1)]


def scattering(zs):
    rows = []
    grid = logarithmic(0.005, 100, 40)
    for z in zs:
        # Where the form factor has fallen to nothing its spline swings about zero: the table ends before.
        form = [(x, f) for x, f in ((x, xr.FF_Rayl(z, x)) for x in grid) if f > 1e-5 * z]
        incoherent = [(x, min(z, xr.SF_Compt(z, x))) for x in grid]
        for quantity, table in (("form_factor", form), ("incoherent", incoherent)):
            x, y = [math.log(point[0]) for point in table], [math.log(point[1]) for point in table]
            rows += [f"{quantity},{z},{table[i][0]:.6g},{table[i][1]:.5g}" for i in thin(x, y, 2e-3)]
    rows.sort(key=lambda row: row.split(",")[0])
    write("photon_scattering.csv",
          "atomic form factor F of Rayleigh and incoherent scattering function S of Compton scattering",
          "functions FF_Rayl and SF_Compt of xraylib 4 (T. Schoonjans et al., Spectrochim. Acta B 66 (2011) 776; after J. H. Hubbell et al., J. Phys. Chem. Ref. Data 4 (1975) 471), thinned to 0.2 %",
          "quantity, atomic number, momentum transfer x = sin(theta/2)/wavelength in 1/Angstrom, value; interpolate logarithm against logarithm",
          "quantity,Z,x_per_angstrom,value", rows)


SHELLS = [(name, getattr(xr, name + "_SHELL")) for name in ("K", "L1", "L2", "L3", "M1", "M2", "M3", "M4", "M5")]
LEAST = 1.0  # keV: shells bound less than the least photon energy are taken as free


def defined(function, *arguments):
    """xraylib's value, or 0 where it has none."""
    try:
        return function(*arguments)
    except ValueError:
        return 0.0


def bound(z):
    return [(name, shell, defined(xr.EdgeEnergy, z, shell)) for name, shell in SHELLS if defined(xr.EdgeEnergy, z, shell) >= LEAST]


def shells(zs):
    rows = []
    for z in zs:
        inner = bound(z)
        rows += [f"binding,{z},{name},{edge * 1e-6:.6g},{xr.ElectronConfig(z, shell):g}" for name, shell, edge in inner]
        edges = sorted({edge for _, _, edge in inner})
        # Subshell data are splines up to some 100 keV; they end where their sum leaves the total of EPDL97.
        grid = [e for e in logarithmic(1.0, 300.0, 16) if 0.97 < defined(xr.CSb_Photo_Total, z, e) / xr.CSb_Photo(z, e) < 1.03]
        grid = [e for e in grid if all(abs(math.log(e / edge)) > 0.01 for edge in edges)]
        for name, shell, edge in inner:
            points = [(e, 0) for e in grid if e > edge] + [(b, side) for b in edges if b >= edge for side in (-1, 1) if b > edge or side > 0]
            points.sort()
            # xraylib gives the cross section per electron of the shell.
            electrons = xr.ElectronConfig(z, shell)
            x, y = [], []
            for e, side in points:
                total = defined(xr.CSb_Photo_Total, z, e * (1 + 3e-4 * side))
                part = defined(xr.CSb_Photo_Partial, z, shell, e * (1 + 3e-4 * side))
                if part > 0 and e <= max(grid):
                    x.append(math.log(e))
                    y.append(math.log(part * electrons / total))
            rows += [f"share,{z},{name},{math.exp(x[i]) * 1e-6:.6g},{math.exp(y[i]):.4g}" for i in thin(x, y, 1e-2)]
        for name, shell, _ in inner:
            if name[0] not in "KL":
                continue
            groups = {}
            for line in LINES[name]:
                rate = defined(xr.RadRate, z, line[1])
                energy = defined(xr.LineEnergy, z, line[1])
                if rate > 0 and energy >= LEAST:
                    old = groups.get(line[0], (0.0, 0.0))
                    groups[line[0]] = (old[0] + rate, old[1] + rate * energy)
            yields = defined(xr.FluorYield, z, shell)
            rows += [f"line,{z},{name},{e / rate * 1e-6:.6g},{rate * yields:.4g}" for rate, e in groups.values() if rate * yields >= 1e-4]
    write("atomic_shells.csv",
          "electron shells bound by 1 keV or more: binding energies and electrons, their shares of the photoelectric effect, X-ray lines that fill them",
          "xraylib 4 (T. Schoonjans et al., Spectrochim. Acta B 66 (2011) 776): subshell photoionisation of L. Kissel (Radiat. Phys. Chem. 59 (2000) 185), fluorescence yields of M. O. Krause (J. Phys. Chem. Ref. Data 8 (1979) 307) and EADL97, line rates and energies as given there; lines to one outer shell are merged",
          "binding: energy in GeV, number of electrons; share: photon energy in GeV, share of the shell in the photoelectric cross section of the atom (interpolate logarithm against logarithm; constant above the last row; an energy given twice is an edge); line: X-ray energy in GeV, probability per vacancy",
          "kind,Z,shell,energy_GeV,value", rows)


def lines_of(shell, outer):
    found = []
    for group, finals in outer:
        for final in finals:
            code = getattr(xr, f"{shell}{final}_LINE", None)
            if code is not None:
                found.append((group, code))
    return found


M = ["M1", "M2", "M3", "M4", "M5"]
N = ["N1", "N2", "N3", "N4", "N5", "N6", "N7"]
O = ["O1", "O2", "O3", "O4", "O5"]
LINES = {"K": lines_of("K", [("L2", ["L2"]), ("L3", ["L3"]), ("M", M), ("N", N + O)])}
for subshell in ("L1", "L2", "L3"):
    LINES[subshell] = lines_of(subshell, [("M", M), ("N", N + O)])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    numbers = elements()
    bremsstrahlung(sys.argv[1], numbers)
    photons(sys.argv[1], numbers)
    scattering(numbers)
    shells(numbers)
