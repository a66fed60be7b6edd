using System.Globalization;
using Hermetic.Reporting.Figures;

namespace Hermetic.Reporting.Tables;

/// <summary>A <see cref="DataTable"/> as a figure.</summary>
public static class DataTableFigure
{
    /// <summary>Decades that a logarithmic axis shows at most below its greatest value.</summary>
    private const double MostDecades = 14;

    private static readonly Dash[] Dashes = [Dash.Solid, Dash.Dashed, Dash.Dotted, Dash.DashDotted];

    /// <summary>The figure of a table as its <see cref="DataTable.Plot"/> says.</summary>
    /// <param name="table">The table.</param>
    public static Figure Of(DataTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        DataPlot plot = table.Plot;
        List<Curve> curves = [.. Curves(table)];
        IEnumerable<double> xs = curves.SelectMany(c => c.Points).Select(p => p.X);
        List<double> ys = [.. curves.SelectMany(c => c.Points).Select(p => p.Y).Where(double.IsFinite)];
        double top = ys.DefaultIfEmpty(1).Max();
        return new Figure
        {
            Name = table.Name,
            Title = table.Title,
            Caption = Label.Plain(string.Join(" ", table.Statements)),
            X = Ranged(plot.XTitle ?? table.Columns[plot.X].Shown, xs, plot.LogX),
            Y = plot.LogY ? Axis.Decades(plot.YTitle, ys, top > 0 ? top * Math.Pow(10, -MostDecades) : 1e-30) : Ranged(plot.YTitle, ys, false),
            Marks = curves,
            Notes = [Label.Plain(table.Title)],
        };
    }

    private static IEnumerable<Curve> Curves(DataTable table)
    {
        DataPlot plot = table.Plot;
        if (plot.Group is { } group)
        {
            int number = 0;
            foreach (IGrouping<double, double[]> rows in table.Rows.GroupBy(r => r[group]))
            {
                Label name = Label.Plain($"{table.Columns[group].Heading} = {rows.Key.ToString("G4", CultureInfo.InvariantCulture)}");
                yield return Line(rows, plot.Y[0], number++, name);
            }

            yield break;
        }

        for (int i = 0; i < plot.Y.Count; i++)
        {
            Label? legend = plot.Y.Count > 1 ? table.Columns[plot.Y[i]].Shown : null;
            if (plot.Joined)
            {
                yield return Line(table.Rows, plot.Y[i], i, legend);
                continue;
            }

            foreach (double[] row in table.Rows.Where(r => double.IsFinite(r[plot.Y[i]])))
            {
                yield return Line([row], plot.Y[i], i, legend);
                legend = null;
            }
        }

        Curve Line(IEnumerable<double[]> rows, int y, int number, Label? legend) => new(
            [.. rows.Select(r => new Point(plot.XScale * r[plot.X], r[y]))],
            new Stroke(Palette.Series[number % Palette.Series.Count], 1.6, Dashes[number / Palette.Series.Count % Dashes.Length]),
            legend);
    }

    private static Axis Ranged(Label title, IEnumerable<double> values, bool logarithmic)
    {
        if (logarithmic)
        {
            return Axis.Decades(title, values, fine: true);
        }

        List<double> finite = [.. values.Where(double.IsFinite)];
        double low = finite.DefaultIfEmpty(0).Min();
        double high = finite.DefaultIfEmpty(1).Max();
        double margin = high > low ? 0.04 * (high - low) : 0.5 * Math.Max(1, Math.Abs(high));
        return Axis.Linear(title, low >= 0 && low - margin < 0 ? 0 : low - margin, high + margin);
    }
}
