using Hermetic.Physics.Matter;
using Hermetic.Setup.Fields;
using Hermetic.Setup.Trackers;

namespace Hermetic.Reconstruction.Tracking;

/// <summary>
/// A Gaussian-sum filter for electrons (R. Fruehwirth, Comput. Phys. Commun. 100 (1997) 1): at each layer the loss by bremsstrahlung splits every component into those of <see cref="BetheHeitlerMixture"/>, measurements weigh them, and the nearest in q/p are merged until
/// <see cref="MostComponents"/> are left. It runs twice: against the beam for the parameters at the reference plane, along the beam for those at the end. q/p is the mode of the mixture; the rest and the covariance are those of the component that stands highest there, so that errors are those of the core.
/// A loss is applied to the linearised track, so that its displacement behind a magnet is right to the square of the bending angle. One instance belongs to one thread.
/// </summary>
internal sealed class GaussianSum
{
    /// <summary>Most components.</summary>
    private const int MostComponents = 8;

    /// <summary>Layers thinner than this in radiation lengths do not split components.</summary>
    private const double LeastThickness = 1e-5;

    /// <summary>Weight over the greatest below which a component is dropped.</summary>
    private const double LeastWeight = 1e-6;

    private readonly TrackerLayout _layout;
    private readonly EnergyShare[] _shares;
    private readonly Component[] _now = new Component[MostComponents * BetheHeitlerMixture.Parts];
    private readonly Component[] _next = new Component[MostComponents * BetheHeitlerMixture.Parts];
    private int _count;

    public GaussianSum(TrackerLayout layout)
    {
        _layout = layout;
        _shares = new EnergyShare[layout.Layers.Count * BetheHeitlerMixture.Parts];
        for (int l = 0; l < layout.Layers.Count; l++)
        {
            double thickness = layout.Layers[l].Thickness / layout.Layers[l].Material.RadiationLength;
            if (thickness > LeastThickness)
            {
                BetheHeitlerMixture.Of(Math.Min(thickness, BetheHeitlerMixture.MostThickness), _shares.AsSpan(l * BetheHeitlerMixture.Parts, BetheHeitlerMixture.Parts));
            }
        }
    }

    /// <summary>Replaces parameters and covariance of a fit by those of the mixture.</summary>
    /// <param name="reference">The reference that the fit has ended with, without bremsstrahlung.</param>
    /// <param name="value">Coordinate of each plane.</param>
    /// <param name="inverse">Inverse variance of each plane; 0 for none.</param>
    /// <param name="fit">The fit.</param>
    public void Fit(ReferenceTrajectory reference, ReadOnlySpan<double> value, ReadOnlySpan<double> inverse, ref TrackFit fit)
    {
        Run(reference, value, inverse, -1);
        double mode = Mode(out int highest);
        TrackState s = reference.Start;
        Vector5 x = _now[highest].X;
        fit.Parameters = new TrackState(s.X + x.A, s.Y + x.B, s.Tx + x.C, s.Ty + x.D, s.Kappa + mode, s.Z);
        fit.Covariance = _now[highest].C;
        Run(reference, value, inverse, 1);
        mode = Mode(out highest);
        double scale = reference.EndJacobian.Kappa;
        fit.EndKappa = reference.End.Kappa + (scale * mode);
        fit.EndKappaVariance = scale * scale * _now[highest].C[14];
    }

    private void Run(ReferenceTrajectory reference, ReadOnlySpan<double> value, ReadOnlySpan<double> inverse, int direction)
    {
        _count = 1;
        _now[0] = default;
        TrackSmoother.Prior(ref _now[0].C);
        ReadOnlySpan<TrackerElement> elements = _layout.Elements;
        for (int i = 0; i < elements.Length; i++)
        {
            ref readonly TrackerElement element = ref elements[direction > 0 ? i : elements.Length - 1 - i];
            if (element.Plane >= 0)
            {
                if (inverse[element.Plane] > 0)
                {
                    Measure(reference.Rows[element.Plane], value[element.Plane], 1 / inverse[element.Plane]);
                }

                continue;
            }

            ref readonly LayerKick kick = ref reference.Kicks[element.Layer];
            for (int c = 0; c < _count; c++)
            {
                TrackSmoother.Scatter(ref _now[c].C, kick);
            }

            // Before q/p is known at all, a loss adds nothing to what is not known.
            if (kick.RadiationLengths > LeastThickness && _now[0].C[14] < 1e-2)
            {
                Radiate(kick, _shares.AsSpan(element.Layer * BetheHeitlerMixture.Parts, BetheHeitlerMixture.Parts), direction);
            }
        }
    }

    private void Measure(in PlaneRow row, double value, double variance)
    {
        double most = double.NegativeInfinity;
        for (int i = 0; i < _count; i++)
        {
            ref Component c = ref _now[i];
            Vector5 g = Symmetric.Times(c.C, row.H);
            double total = Vector5.Dot(row.H, g) + variance, residual = value - row.U - Vector5.Dot(row.H, c.X);
            c.X.Add(g, residual / total);
            Symmetric.AddSquare(ref c.C, g, -1 / total);
            c.LogWeight -= 0.5 * ((residual * residual / total) + Math.Log(total));
            most = Math.Max(most, c.LogWeight);
        }

        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_now[i].LogWeight > most + Math.Log(LeastWeight))
            {
                _now[kept] = _now[i];
                _now[kept++].LogWeight -= most;
            }
        }

        _count = kept;
    }

    private void Radiate(in LayerKick kick, ReadOnlySpan<EnergyShare> shares, int direction)
    {
        int made = 0;
        for (int i = 0; i < _count; i++)
        {
            double kappa = kick.KappaBehind + (_now[i].X.E / kick.Kappa.E);
            foreach (EnergyShare share in shares)
            {
                ref Component child = ref _next[made++];
                child = _now[i];
                child.LogWeight += Math.Log(share.Weight);
                // Along the beam q/p grows to kappa/z; against it, it was kappa z.
                double z = share.Mean;
                double change = direction > 0 ? kappa * ((1 / z) - 1) : kappa * (z - 1);
                double spread = direction > 0 ? kappa / (z * z) : kappa;
                child.X.Add(kick.Kappa, change);
                Symmetric.AddSquare(ref child.C, kick.Kappa, spread * spread * share.Variance);
            }
        }

        while (made > MostComponents)
        {
            Merge(ref made);
        }

        _next.AsSpan(0, made).CopyTo(_now);
        _count = made;
    }

    /// <summary>Merges the two components that are nearest to each other in q/p, by the symmetric divergence of Kullback and Leibler.</summary>
    private void Merge(ref int made)
    {
        (int one, int two) = (0, 1);
        double least = double.PositiveInfinity;
        for (int i = 1; i < made; i++)
        {
            double vi = _next[i].C[14], xi = _next[i].X.E;
            for (int k = 0; k < i; k++)
            {
                double vk = _next[k].C[14], d = xi - _next[k].X.E;
                double divergence = (((d * d) + vk) / vi) + (((d * d) + vi) / vk);
                if (divergence < least)
                {
                    (least, one, two) = (divergence, k, i);
                }
            }
        }

        ref Component a = ref _next[one];
        ref Component b = ref _next[two];
        double most = Math.Max(a.LogWeight, b.LogWeight), wa = Math.Exp(a.LogWeight - most), wb = Math.Exp(b.LogWeight - most), sum = wa + wb;
        (wa, wb) = (wa / sum, wb / sum);
        Vector5 difference = b.X;
        difference.Add(a.X, -1);
        for (int i = 0; i < ParameterCovariance.Length; i++)
        {
            a.C[i] = (wa * a.C[i]) + (wb * b.C[i]);
        }

        Symmetric.AddSquare(ref a.C, difference, wa * wb);
        a.X.Add(difference, wb);
        a.LogWeight = most + Math.Log(sum);
        _next[two] = _next[--made];
    }

    /// <summary>
    /// The highest point of the sum of Gaussians in q/p, and the component that stands highest there: from each component's mean the fixed point of the mean shift, of which the highest counts.
    /// </summary>
    private double Mode(out int component)
    {
        double most = double.NegativeInfinity, best = double.NegativeInfinity, mode = 0;
        for (int i = 0; i < _count; i++)
        {
            most = Math.Max(most, _now[i].LogWeight);
        }

        component = 0;
        for (int i = 0; i < _count; i++)
        {
            double at = _now[i].X.E, density = 0;
            int highest = 0;
            for (int step = 0; step < 20; step++)
            {
                double weights = 0, moment = 0, top = 0;
                density = 0;
                for (int k = 0; k < _count; k++)
                {
                    double variance = _now[k].C[14], d = at - _now[k].X.E;
                    double height = Math.Exp(_now[k].LogWeight - most - (0.5 * d * d / variance)) / Math.Sqrt(variance);
                    density += height;
                    weights += height / variance;
                    moment += height / variance * _now[k].X.E;
                    (top, highest) = height > top ? (height, k) : (top, highest);
                }

                double next = moment / weights;
                bool still = Math.Abs(next - at) < 1e-4 * Math.Sqrt(_now[i].C[14]);
                at = next;
                if (still)
                {
                    break;
                }
            }

            if (density > best)
            {
                (best, mode, component) = (density, at, highest);
            }
        }

        return mode;
    }

    private struct Component
    {
        public Vector5 X;
        public ParameterCovariance C;
        public double LogWeight;
    }
}
