namespace Hermetic.Setup.Trackers;

/// <summary>What one channel of a tracker reads in an event.</summary>
/// <param name="Plane">Number of the plane in the set-up.</param>
/// <param name="Channel">Channel of its electronics; for straws the tube.</param>
/// <param name="Charge">Charge in units of the mean charge of a particle; of a plane that tells the coordinate itself, the coordinate in mm.</param>
/// <param name="Time">Time in ns against the trigger; for straws with the drift.</param>
public readonly record struct TrackerDigit(int Plane, int Channel, double Charge, double Time);
