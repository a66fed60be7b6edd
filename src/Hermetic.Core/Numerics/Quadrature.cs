using System.Collections.Concurrent;
using MathNet.Numerics.Integration;

namespace Hermetic.Core.Numerics;

/// <summary>Gauss-Legendre rules on [0, 1], shared and immutable.</summary>
public sealed class Quadrature
{
    private static readonly ConcurrentDictionary<int, Quadrature> Rules = new();

    private readonly double[] _nodes;
    private readonly double[] _weights;

    private Quadrature(int order)
    {
        GaussLegendreRule rule = new(0, 1, order);
        _nodes = rule.Abscissas;
        _weights = rule.Weights;
    }

    /// <summary>Abscissas in (0, 1), ascending.</summary>
    public ReadOnlySpan<double> Nodes => _nodes;

    /// <summary>Weights; their sum is 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The rule with the given number of points.</summary>
    /// <param name="order">Number of points, at least 2.</param>
    public static Quadrature GaussLegendre(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 2);
        return Rules.GetOrAdd(order, static n => new Quadrature(n));
    }

    /// <summary>Integral of a smooth function over [a, b].</summary>
    /// <param name="function">The integrand.</param>
    /// <param name="a">Lower end.</param>
    /// <param name="b">Upper end.</param>
    public double Integrate(Func<double, double> function, double a, double b)
    {
        ArgumentNullException.ThrowIfNull(function);
        double sum = 0;
        for (int i = 0; i < _nodes.Length; i++)
        {
            sum += _weights[i] * function(a + ((b - a) * _nodes[i]));
        }

        return sum * (b - a);
    }
}
