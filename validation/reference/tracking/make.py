#!/usr/bin/env python3
"""Writes the tables of this folder: tracks through magnets by integration along the arc, and resolutions by closed formulas. Knows nothing of Hermetic."""
import math

C = 0.299792458e-3  # GeV/(T mm)
ENGE = [0.478959, 1.911289, -1.185953, 1.630554, -1.082657, 0.318111]


def fall(s):
    p = 0.0
    for a in reversed(ENGE):
        p = p * s + a
    return 0.0 if p > 700 else 1 / (1 + math.exp(p))


def derivatives(s, h=1e-3):
    """F and three derivatives by central differences of seventh order accuracy."""
    f = [fall(s + k * h) for k in range(-4, 5)]
    d1 = (3 * f[0] - 32 * f[1] + 168 * f[2] - 672 * f[3] + 672 * f[5] - 168 * f[6] + 32 * f[7] - 3 * f[8]) / (840 * h)
    d2 = (-9 * f[0] + 128 * f[1] - 1008 * f[2] + 8064 * f[3] - 14350 * f[4] + 8064 * f[5] - 1008 * f[6] + 128 * f[7] - 9 * f[8]) / (5040 * h * h)
    d3 = (-7 * f[0] + 72 * f[1] - 338 * f[2] + 488 * f[3] - 488 * f[5] + 338 * f[6] - 72 * f[7] + 7 * f[8]) / (240 * h ** 3)
    return f[4], d1, d2, d3


def simpson(g, a, b, n=20000):
    h = (b - a) / n
    return h / 3 * (g(a) + g(b) + 4 * sum(g(a + (2 * i + 1) * h) for i in range(n // 2)) + 2 * sum(g(a + 2 * i * h) for i in range(1, n // 2)))


SHIFT = simpson(fall, 0, 6) - simpson(lambda s: 1 - fall(s), -6, 0)


def enge(z0, length, field, gap):
    def at(x, y, z):
        f, f1, f2, f3 = derivatives((z0 - 0.5 * length - z) / gap + SHIFT)
        g, g1, g2, g3 = derivatives((z - z0 - 0.5 * length) / gap + SHIFT)
        f, f1, f2, f3 = f + g - 1, (g1 - f1) / gap, (g2 + f2) / gap ** 2, (g3 - f3) / gap ** 3
        return 0.0, field * (f - 0.5 * y * y * f2), field * (y * f1 - y ** 3 * f3 / 6)
    return at


def catmull(t):
    return 0.5 * (-t + 2 * t * t - t ** 3), 0.5 * (2 - 5 * t * t + 3 * t ** 3), 0.5 * (t + 4 * t * t - 3 * t ** 3), 0.5 * (t ** 3 - t * t)


AXES = ((-300.0, 300.0, 5), (-100.0, 100.0, 5), (-900.0, 900.0, 31))


def grid_field(x, y, z):
    bump = math.exp(-0.5 * (z / 300) ** 2)
    return 0.2 * x * y / 3e4 * bump, bump * (1.5 - 0.3 * (x / 300) ** 2), -0.4 * y / 100 * z / 300 * bump


def node(axis, i):
    lo, hi, n = AXES[axis]
    return lo + i * (hi - lo) / (n - 1)


VALUES = {(i, j, k): tuple(float(f"{b:.9g}") for b in grid_field(node(0, i), node(1, j), node(2, k)))
          for i in range(AXES[0][2]) for j in range(AXES[1][2]) for k in range(AXES[2][2])}


def sample(i, j, k):
    """Value of a point; beyond the ends the linear continuation."""
    for axis, n in enumerate((i, j, k)):
        count = AXES[axis][2]
        if n < 0 or n >= count:
            inner = [i, j, k]
            more = [i, j, k]
            inner[axis], more[axis] = (0, 1) if n < 0 else (count - 1, count - 2)
            a, b = sample(*inner), sample(*more)
            return tuple(2 * p - q for p, q in zip(a, b))
    return VALUES[i, j, k]


def table(centre):
    def at(x, y, z):
        place = []
        for axis, v in enumerate((x, y, z - centre)):
            lo, hi, n = AXES[axis]
            p = (v - lo) / (hi - lo) * (n - 1)
            # Just beyond an end, as the last steps to it may look.
            p = min(max(p, 0.0), n - 1.0)
            place.append((min(int(p), n - 2), p))
        weights = [catmull(p - c) for c, p in place]
        b = [0.0, 0.0, 0.0]
        for k in range(4):
            for j in range(4):
                for i in range(4):
                    w = weights[0][i] * weights[1][j] * weights[2][k]
                    v = sample(place[0][0] - 1 + i, place[1][0] - 1 + j, place[2][0] - 1 + k)
                    b = [q + w * r for q, r in zip(b, v)]
        return b
    return at


def track(at, kappa, x, y, tx, ty, z0, z1, h):
    """Runge and Kutta's fourth order along the arc: r' = t, t' = (q/p) c t x B; the last step ends on the plane by Newton's method."""
    n = math.sqrt(1 + tx * tx + ty * ty)
    s = [x, y, z0, tx / n, ty / n, 1 / n]

    def slope(v):
        bx, by, bz = at(v[0], v[1], v[2])
        a, b, c = v[3], v[4], v[5]
        k = kappa * C
        return [a, b, c, k * (b * bz - c * by), k * (c * bx - a * bz), k * (a * by - b * bx)]

    def step(v, h):
        k1 = slope(v)
        k2 = slope([p + 0.5 * h * q for p, q in zip(v, k1)])
        k3 = slope([p + 0.5 * h * q for p, q in zip(v, k2)])
        k4 = slope([p + h * q for p, q in zip(v, k3)])
        return [p + h / 6 * (a + 2 * b + 2 * c + d) for p, a, b, c, d in zip(v, k1, k2, k3, k4)]

    while s[2] + h * s[5] < z1:
        s = step(s, h)
    for _ in range(5):
        s = step(s, (z1 - s[2]) / s[5])
    return s[0], s[1], s[3] / s[5], s[4] / s[5]


def through(at, kappa, x, y, tx, ty, z0, z1, h, first, last):
    """Straight to the beginning of a field, through it, and straight on."""
    x, y = x + tx * (first - z0), y + ty * (first - z0)
    x, y, tx, ty = track(at, kappa, x, y, tx, ty, first, last, h)
    return x + tx * (z1 - last), y + ty * (z1 - last), tx, ty


def circle(kappa, field, length, x, y, tx, ty):
    n = math.sqrt(1 + tx * tx + ty * ty)
    across = math.sqrt(1 + tx * tx) / n
    k = kappa * C * field / across
    s0 = tx / n / across
    s1 = s0 - k * length
    c0, c1 = math.sqrt(1 - s0 * s0), math.sqrt(1 - s1 * s1)
    arc = -(math.asin(s1) - math.asin(s0)) / k
    return x + (s0 + s1) / (c0 + c1) * length, y + arc * ty / n / across, s1 / c1, ty / n / across / c1


def main():
    with open("map.txt", "w") as out:
        out.write("# source: an analytic field of validation/reference/tracking/make.py\nhermetic-field-map 1\n")
        for name, (lo, hi, n) in zip("xyz", AXES):
            out.write(f"{name} {lo:g} {hi:g} {n}\n")
        for k in range(AXES[2][2]):
            for j in range(AXES[1][2]):
                for i in range(AXES[0][2]):
                    out.write(" ".join(f"{b:.9g}" for b in VALUES[i, j, k]) + "\n")
    with open("propagation.csv", "w") as out:
        out.write("# source: closed form of a helix, and integration along the arc by Runge and Kutta's fourth order with steps of 1 mm, make.py in this folder\n")
        out.write("# units: momentum_GeV with the sign of the charge, mm, T; start at z = -1000 (sharp: 0), end at z = 3000 (sharp: 2000)\n")
        out.write("magnet,momentum_GeV,x0,y0,tx0,ty0,x,y,tx,ty\n")
        starts = [(3.0, -4.0, 0.002, 0.001), (-20.0, 15.0, -0.01, -0.008)]
        for p in (1.5, -10.0, 100.0):
            for s in starts:
                rows = [("sharp", circle(1 / p, 1.5, 2000.0, *s))]
                rows.append(("enge", track(enge(1000.0, 1500.0, 1.5, 140.0), 1 / p, *s, -1000.0, 3000.0, 1.0)))
                rows.append(("map", through(table(1000.0), 1 / p, *s, -1000.0, 3000.0, 1.0, 100.0, 1900.0)))
                for name, r in rows:
                    out.write(",".join([name, f"{p:g}"] + [f"{v:g}" for v in s] + [f"{v:.13g}" for v in r]) + "\n")
    with open("resolution.csv", "w") as out:
        out.write("# source: R. L. Gluckstern, NIM 24 (1963) 381 (equally spaced planes in a uniform field), and two straight lines that meet in a magnet; make.py in this folder\n")
        out.write("# units: relative error of 1/p, without scattering; pulls are 1\n")
        out.write("tracker,momentum_GeV,quantity,value\n")
        n, sigma, field, length, p = 11, 0.1, 1.5, 2200.0, 50.0
        value = p * sigma / (C * field * length ** 2) * math.sqrt(720 * n ** 3 / ((n - 1) * (n + 1) * (n + 2) * (n + 3)))
        rows = [("uniform-field.yaml", p, "resolution", value)]
        before, behind, arm, arm2 = 1 / 2e6, 1 / 8e4, 3000.0, 1500.0
        mixed = arm * before - arm2 * behind
        value = 100 * 0.08 * math.sqrt(before + behind - mixed ** 2 / (2 / 3 + arm ** 2 * before + arm2 ** 2 * behind)) / (C * 1000 * 3.5)
        rows.append(("arms.yaml", 100.0, "resolution", value))
        for name, momentum in (("uniform-field.yaml", p), ("arms.yaml", 100.0), ("arms-with-matter.yaml", 20.0)):
            rows += [(name, momentum, f"pull of {q}", 1.0) for q in ("x", "y", "tx", "ty", "q/p")]
        for r in rows:
            out.write(f"{r[0]},{r[1]:g},{r[2]},{r[3]:.7g}\n")


main()
