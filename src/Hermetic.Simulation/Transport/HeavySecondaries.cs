namespace Hermetic.Simulation.Transport;

/// <summary>Electrons, positrons and photons that a heavy particle has made on its way, in that order; a pair's electron is directly followed by its positron. Grows when it must; belongs to one thread.</summary>
public sealed class HeavySecondaries
{
    private Particle[] _particles = new Particle[256];

    /// <summary>Number of particles.</summary>
    public int Count { get; private set; }

    /// <summary>The particles.</summary>
    public ReadOnlySpan<Particle> Particles => _particles.AsSpan(0, Count);

    /// <summary>Adds a particle.</summary>
    /// <param name="particle">The particle.</param>
    public void Add(in Particle particle)
    {
        if (Count == _particles.Length)
        {
            Array.Resize(ref _particles, 2 * Count);
        }

        _particles[Count++] = particle;
    }

    /// <summary>Forgets all particles.</summary>
    public void Clear() => Count = 0;
}
