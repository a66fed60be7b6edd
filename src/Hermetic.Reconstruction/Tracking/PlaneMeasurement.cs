namespace Hermetic.Reconstruction.Tracking;

/// <summary>A measured coordinate on one plane.</summary>
/// <param name="U">Coordinate in mm along the measured direction, from the centre of the plane.</param>
/// <param name="Variance">Its variance in mm^2.</param>
/// <param name="Time">Time in ns against the trigger.</param>
/// <param name="TimeVariance">Variance of the time in ns^2; 0 for a measurement that tells no time.</param>
/// <param name="Source">Number of the cluster that it comes from, within the event; alternatives of one cluster (strips that share a channel, sides of a wire) have the same.</param>
public readonly record struct PlaneMeasurement(double U, double Variance, double Time, double TimeVariance, int Source);
