using Hermetic.Analysis;

namespace Hermetic.Production.DarkSector;

/// <summary>Rows of a table computed by several threads, in the order of the requests whatever the threads do.</summary>
internal static class RowWork
{
    /// <summary>Computes rows.</summary>
    /// <param name="stage">What is being done, for the progress.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="row">Computes one row; it must not depend on others.</param>
    /// <param name="progress">Receives the state of the work.</param>
    /// <param name="cancellation">Ends the work early with <see cref="OperationCanceledException"/>.</param>
    public static double[][] Rows(string stage, int count, Func<int, double[]> row, IProgress<SearchProgress> progress, CancellationToken cancellation)
    {
        double[][] rows = new double[count][];
        int done = 0;
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                rows[i] = row(i);
                progress.Report(new SearchProgress(stage, Interlocked.Increment(ref done), count, "rows"));
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            // One worker's error as it was thrown.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return rows;
    }
}
