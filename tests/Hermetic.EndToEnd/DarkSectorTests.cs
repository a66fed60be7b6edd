using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace Hermetic.EndToEnd;

/// <summary>The verbs of the dark sector: contracts of their tables, numbers against the references, and what is refused.</summary>
/// <param name="bench">Shared program.</param>
public sealed class DarkSectorTests(Workbench bench)
{
    [Theory]
    [InlineData("cross-section --mass 10MeV --csv", "mass_GeV,energy_GeV,sigma_pb,sigma_elastic_pb,sigma_inelastic_pb")]
    [InlineData("cross-section --mass 10MeV --approximation ww --csv", "mass_GeV,energy_GeV,sigma_pb,sigma_elastic_pb,sigma_inelastic_pb")]
    [InlineData("cross-section --mass 100MeV --energy 50GeV --process annihilation --csv", "mass_GeV,energy_GeV,sigma_pb,sigma_elastic_pb,sigma_inelastic_pb")]
    [InlineData("cross-section --mass 10MeV --differential --x 0.5,0.9 --csv", "mass_GeV,energy_GeV,x,dsigma_dx_pb,dsigma_dx_elastic_pb,dsigma_dx_inelastic_pb")]
    [InlineData("relic --mass 10MeV --csv", "m_chi_GeV,y")]
    [InlineData("g-2 --mass 10MeV --csv", "mass_GeV,delta_a")]
    [InlineData("g-2 --mass 10MeV --reference 2021 --csv", "mass_GeV,epsilon_low,epsilon_central,epsilon_high")]
    [InlineData("lifetime --mass 10MeV --csv", "mass_GeV,width_GeV,lifetime_ns,ctau_mm,branching_invisible")]
    [InlineData("width --mass 10MeV --csv", "mass_GeV,width_e+e-_GeV,width_chichi_GeV,width_total_GeV,branching_invisible")]
    public void TheHeaderOfATableIsAContract(string command, string header)
    {
        string[] lines = Lines(command);
        Assert.Equal(header, lines[0]);
        Assert.True(lines.Length > 1);
        Assert.All(lines.Skip(1), l => Assert.Equal(header.Count(c => c == ','), l.Count(c => c == ',')));
    }

    /// <summary>Every row of the reference tables, through the command line, with the tolerance of their README.</summary>
    [Theory]
    [InlineData("brems_total_electron.csv", "e-")]
    [InlineData("brems_total_muon.csv", "mu-")]
    public void TotalsAreThoseOfTheReference(string file, string lepton)
    {
        foreach (Dictionary<string, string> row in Reference(file))
        {
            double least = double.Parse(row["x_min"], CultureInfo.InvariantCulture);
            // Only totals of light mediators begin above the kinematic limit.
            string xMin = row["m_MeV"] == "0.01" ? $" --xmin {row["x_min"]}" : "";
            string command = $"cross-section --model {Spin(row["mediator"])} --lepton {lepton} --target {(row["Z"] == "82" ? "Pb" : "W")} --energy {row["E0_GeV"]}GeV --mass {row["m_MeV"]}MeV{xMin} --csv";
            double[] cells = Numbers(Lines(command)[1]);
            Assert.True(least > 0);
            Close(row, "sigma_ETL_elastic_pb", cells[3], 0.005);
            Close(row, "sigma_ETL_inelastic_pb", cells[4], 0.005);
            Assert.Equal(cells[3] + cells[4], cells[2], 1e-6 * cells[2]);
        }
    }

    [Fact]
    public void TheSpectrumHoldsTheReferencesShares()
    {
        string[] electrons = Lines("cross-section --model vector --lepton e- --target Pb --energy 100GeV --mass 100MeV --differential --csv");
        string[] muons = Lines("cross-section --model vector --lepton mu+ --target Pb --energy 160GeV --mass 100MeV --differential --csv");
        foreach (Dictionary<string, string> row in Reference("brems_dsdx.csv"))
        {
            double x = double.Parse(row["x"], CultureInfo.InvariantCulture);
            double[] cells = (row["lepton"] == "e" ? electrons : muons).Skip(1).Select(Numbers).Single(c => Math.Abs(c[2] - x) < 1e-9);
            Close(row, "dsdx_ETL_elastic_pb", cells[4], 0.005);
            Close(row, "dsdx_ETL_inelastic_pb", cells[5], 0.005);
        }
    }

    [Fact]
    public void MomentsAreThoseOfTheReference()
    {
        foreach (Dictionary<string, string> row in Reference("gminus2_loops.csv"))
        {
            foreach (string spin in (string[])["vector", "axial", "scalar", "pseudoscalar"])
            {
                // The reference is at g = 1e-4, that is epsilon = g/e.
                string command = string.Create(CultureInfo.InvariantCulture, $"g-2 --model {spin} --lepton {row["lepton"]} --mass {row["m_MeV"]}MeV --coupling {1e-4 / Math.Sqrt(4 * Math.PI / 137.036):R} --csv");
                Close(row, $"da_{spin}_g1e-4", Numbers(Lines(command)[1])[1], 1e-3);
            }
        }
    }

    [Theory]
    [InlineData("scalar", 0.10)]
    [InlineData("majorana", 0.10)]
    [InlineData("pseudodirac", 0.25)]
    public void ThermalTargetsAreThoseOfTheReference(string kind, double tolerance)
    {
        Dictionary<string, string>[] rows = [.. Reference("relic_lines_published.csv").Where(r => r["kind"] == kind && double.Parse(r["m_chi_GeV"], CultureInfo.InvariantCulture) is > 0.003 and < 0.2)];
        string masses = string.Join(',', rows.Select(r => r["m_chi_GeV"] + "GeV"));
        string word = kind == "pseudodirac" ? "pseudo-dirac" : kind;
        string[] lines = Lines($"relic --dark-matter {word} --ratio 3 --mass {masses} --csv");
        for (int i = 0; i < rows.Length; i++)
        {
            Close(rows[i], "y", Numbers(lines[i + 1])[1], tolerance);
        }
    }

    [Theory]
    [InlineData("cross-section --mass 10MeV:100MeV:3")]
    [InlineData("cross-section --mass 10MeV,100MeV --differential")]
    [InlineData("cross-section --process charge-exchange --meson eta --target Fe --energy 20GeV:100GeV:4")]
    [InlineData("width --mass 10MeV:2GeV:4")]
    [InlineData("lifetime --model x17-vector --mass 16.7MeV")]
    [InlineData("g-2 --model axial --mass 10MeV:1GeV:3")]
    [InlineData("relic --mass 10MeV:100MeV:2")]
    public void JsonHoldsConventionsAndThePlotIsADrawing(string command)
    {
        string folder = bench.NewFolder();
        Outcome outcome = bench.Run([.. command.Split(' '), "--json", "--plot", "plots/figure.svg"], folder);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        Assert.NotEmpty(document.RootElement.GetProperty("statements").EnumerateArray());
        Assert.NotEmpty(document.RootElement.GetProperty("rows").EnumerateArray());
        XElement svg = XDocument.Load(Path.Combine(folder, "plots", "figure.svg")).Root!;
        Assert.Equal("svg", svg.Name.LocalName);
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
        Assert.Contains(svg.Descendants(), e => e.Name.LocalName is "path" or "polyline" or "circle");
    }

    [Theory]
    [InlineData("--mass", "cross-section --mass 10")]
    [InlineData("--mass", "cross-section --mass 5GeV")]
    [InlineData("--mass", "cross-section --mass 1GeV:1MeV:3")]
    [InlineData("--energy", "cross-section --energy 100")]
    [InlineData("--energy", "cross-section --lepton mu- --energy 50MeV --mass 1MeV")]
    [InlineData("--xmin", "cross-section --xmin 2")]
    [InlineData("--x:", "cross-section --x 0.5")]
    [InlineData("--lepton", "cross-section --lepton tau")]
    [InlineData("--lepton", "cross-section --model muophilic-scalar --lepton e-")]
    [InlineData("did you mean 'Pb'", "cross-section --target pb")]
    [InlineData("did you mean 'dark-photon'", "cross-section --model dark-photn")]
    [InlineData("did you mean 'annihilation'", "cross-section --process anihilation")]
    [InlineData("--xmin", "cross-section --process primakoff --model alp-photon --xmin 0.5")]
    [InlineData("--meson", "cross-section --process charge-exchange")]
    [InlineData("--meson", "cross-section --process charge-exchange --meson rho")]
    [InlineData("must lie in", "cross-section --process charge-exchange --meson f2 --energy 100GeV")]
    [InlineData("--approximation", "cross-section --approximation none")]
    [InlineData("--json and --csv", "cross-section --json --csv")]
    [InlineData("--plot", "cross-section --mass 1MeV --plot figure.png")]
    [InlineData("--particle", "width --model dark-photon --particle chi2")]
    [InlineData("--coupling", "width --coupling -1")]
    [InlineData("--energy", "lifetime --mass 1GeV --energy 10MeV")]
    [InlineData("--lepton", "g-2 --model muophilic-scalar --lepton e")]
    [InlineData("did you mean 'wp2025'", "g-2 --reference wp2024")]
    [InlineData("--coupling", "g-2 --reference 2021 --coupling 1e-3")]
    [InlineData("--dark-matter", "relic --dark-matter fermion")]
    [InlineData("--ratio", "relic --ratio 0.5")]
    [InlineData("relic:", "relic --ratio 1 --mass 10MeV")]
    [InlineData("--model", "relic --model scalar")]
    [InlineData("--splitting", "relic --dark-matter scalar --splitting 0.1")]
    public void NonsenseIsRefusedInOneLine(string word, string command)
    {
        string folder = bench.NewFolder();
        Outcome outcome = bench.Run(command.Split(' '), folder);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains(word, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        Assert.StartsWith("hermetic: ", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void ModelsAreListedShownAndChecked()
    {
        string list = bench.Run(["models"]).Output;
        string[] csv = Lines("models --csv");
        Assert.Equal("name,mediator,coupling,title", csv[0]);
        foreach (string name in csv.Skip(1).Select(l => l.Split(',')[0]))
        {
            Assert.Contains(name, list, StringComparison.Ordinal);
            Assert.Equal(0, bench.Run(["model", "check", name]).ExitCode);
        }

        using JsonDocument shown = JsonDocument.Parse(bench.Run(["model", "show", "b-minus-l", "--json"]).Output);
        Assert.Equal("g = 1", shown.RootElement.GetProperty("quotedAt").GetString());
        string folder = bench.NewFolder();
        using (StreamWriter file = File.CreateText(Path.Combine(folder, "mine.yaml")))
        {
            file.Write("title: Mine\ndescription: d\nsources: { a: b }\nmediator: { spin: vectr, coupling: g, source: a, status: published }\n");
        }

        Outcome wrong = bench.Run(["model", "check", "mine.yaml"], folder);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("mine.yaml:4:", wrong.Errors, StringComparison.Ordinal);
        Assert.Contains("did you mean 'vector'", wrong.Errors, StringComparison.Ordinal);
    }

    private string[] Lines(string command)
    {
        Outcome outcome = bench.Run(command.Split(' '));
        Assert.True(outcome.ExitCode == 0, $"{command}: {outcome.Errors}");
        return outcome.Output.TrimEnd('\n').Split('\n');
    }

    private static double[] Numbers(string line) => [.. line.Split(',').Select(c => c.Length == 0 ? double.NaN : double.Parse(c, CultureInfo.InvariantCulture))];

    private static string Spin(string letter) => letter switch
    {
        "V" => "vector",
        "A" => "axial",
        "S" => "scalar",
        _ => "pseudoscalar",
    };

    private static void Close(Dictionary<string, string> row, string column, double actual, double tolerance)
    {
        double expected = double.Parse(row[column], CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"{column} of {string.Join(',', row.Values)}: {actual:R}");
    }

    private static IEnumerable<Dictionary<string, string>> Reference(string file)
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(Workbench.Root, "validation", "reference", "dark", file)).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(','))];
        return lines.Skip(1).Select(l => lines[0].Zip(l).ToDictionary(p => p.First, p => p.Second));
    }
}
