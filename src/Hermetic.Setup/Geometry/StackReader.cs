using System.Globalization;
using Hermetic.Core;
using Hermetic.Core.Units;
using Hermetic.Physics.Matter;
using Hermetic.Setup.Experiments;

namespace Hermetic.Setup.Geometry;

/// <summary>
/// Reads stack files (YAML; the format is described in docs/shower.md). Everything that is wrong in a file is an <see cref="InputException"/>
/// of the form "FILE:LINE:COLUMN: key 'a.b': what is wrong; allowed: ...; did you mean 'x'?".
/// </summary>
public static class StackReader
{
    private const int MostItems = 1000;
    private const string RadiationLengthUnit = "X0";

    private static readonly NumberRule Thickness = new(Dimension.Length, 0, StackSetup.MostDepth, AboveMinimum: true);
    private static readonly NumberRule Width = new(Dimension.Length, 0, 1e5, AboveMinimum: true);
    private static readonly NumberRule Pitch = new(Dimension.Length, 1e-3, 1e5);
    private static readonly NumberRule CellCount = new(Dimension.Count, 1, 101, Whole: true, Units: [""]);
    private static readonly NumberRule Repeat = new(Dimension.Count, 1, StackSetup.MostLayers, Whole: true, Units: [""]);
    private static readonly NumberRule Field = new(Dimension.Field, -100, 100);

    /// <summary>Density in g/cm3 up to which the collisions of charged particles with the matter of a layer with a field may be neglected: that of gases.</summary>
    private const double DensestInField = 0.01;

    private static readonly string[] LayerKeys = ["material", "thickness", "active", "field"];
    private static readonly string[] GroupKeys = ["repeat", "layers"];

    /// <summary>Reads a stack.</summary>
    /// <param name="path">Path of its file.</param>
    /// <exception cref="InputException">The file cannot be read, or something in it or in what it includes is wrong.</exception>
    public static StackSetup Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        YamlMap root = ExperimentFiles.Load(path).Root;
        ExperimentContext context = new(new Dictionary<string, string>(), MaterialNames.All);
        ExperimentSection top = new(root, context, "title", "source", "width", "cells", "birks", "radiationLengths", "layers");
        _ = top.Text("source");
        Dictionary<string, double> told = top.Has("radiationLengths") ? RadiationLengths(top.Node("radiationLengths"), context) : [];
        List<Layer> layers = [];
        List<int> sections = [];
        foreach (YamlNode item in Items(top))
        {
            int before = layers.Count;
            Read(item, context, told, layers);
            sections.Add(layers.Count - before);
        }

        if (layers.All(l => l.Material.Components.Count == 0))
        {
            throw top.Error("layers", "all layers are vacuum: nothing would happen in them", "at least one layer of matter");
        }

        if (layers.Sum(l => l.Thickness) > StackSetup.MostDepth)
        {
            throw top.Error("layers", "the stack is too deep", $"at most {StackSetup.MostDepth:G6} mm in all");
        }

        double width = top.Has("width") ? top.Plain("width", Width) : StackSetup.UsualWidth;
        return new StackSetup(
            Path.GetFileNameWithoutExtension(path), top.Text("title"), new LayerStack(layers, width, sections, told), ReadCells(top), ReadBirks(top));
    }

    /// <summary>A thickness in mm, from a length or a number of radiation lengths.</summary>
    /// <param name="text">Such as "1.5 mm" or "40 X0".</param>
    /// <param name="radiationLength">Radiation length of the material in mm.</param>
    /// <param name="value">The thickness in mm.</param>
    /// <returns>False for what is no thickness.</returns>
    internal static bool TryThickness(string text, double radiationLength, out double value)
    {
        string trimmed = text.Trim();
        if (!trimmed.EndsWith(RadiationLengthUnit, StringComparison.Ordinal))
        {
            return Quantity.TryParse(trimmed, Dimension.Length, out value) && value is > 0 and <= StackSetup.MostDepth;
        }

        bool number = double.TryParse(trimmed[..^RadiationLengthUnit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out double count);
        value = count * radiationLength;
        return number && value is > 0 and <= StackSetup.MostDepth;
    }

    private static IReadOnlyList<YamlNode> Items(ExperimentSection section)
    {
        // The sections are built one by one below, since a layer and a group have different keys; this checks that there is a list of them.
        _ = section.Sections("layers", 1, MostItems, [.. LayerKeys, .. GroupKeys]);
        return ((YamlList)section.Node("layers")).Items;
    }

    private static void Read(YamlNode item, ExperimentContext context, Dictionary<string, double> told, List<Layer> layers)
    {
        bool group = ((YamlMap)item).Find("layers") is not null || ((YamlMap)item).Find("repeat") is not null;
        ExperimentSection section = new(item, context, group ? GroupKeys : LayerKeys);
        if (!group)
        {
            Require(layers.Count + 1, item);
            layers.Add(ReadLayer(section, told));
            return;
        }

        List<Layer> unit = [];
        foreach (YamlNode inner in Items(section))
        {
            Read(inner, context, told, unit);
        }

        int repeat = section.Has("repeat") ? (int)section.Plain("repeat", Repeat) : 1;
        Require(layers.Count + ((long)repeat * unit.Count), item);
        for (int i = 0; i < repeat; i++)
        {
            layers.AddRange(unit);
        }
    }

    private static Layer ReadLayer(ExperimentSection section, Dictionary<string, double> told)
    {
        Material material = MaterialCatalogue.Get(section.Material("material"));
        double radiationLength = told.GetValueOrDefault(material.Name, material.RadiationLength);
        string text = section.Text("thickness");
        double thickness;
        if (!text.EndsWith(RadiationLengthUnit, StringComparison.Ordinal))
        {
            thickness = section.Plain("thickness", Thickness);
        }
        else if (!TryThickness(text, radiationLength, out thickness))
        {
            throw section.Error("thickness", $"'{InputError.Shown(text)}' is impossible", $"{Thickness.Allowed}, or a number of radiation lengths such as 40 X0");
        }

        bool active = section.Has("active") && section.Word<YesNo>("active") == YesNo.True;
        double field = section.Has("field") ? section.Plain("field", Field) : 0;
        if (field != 0 && material.Density > DensestInField)
        {
            throw section.Error("field", $"a field in {material.Name} is not modelled", $"a field in vacuum or gas (up to {DensestInField} g/cm3)");
        }

        return new Layer(material, thickness, active, field);
    }

    private static void Require(long layers, YamlNode item)
    {
        if (layers > StackSetup.MostLayers)
        {
            throw InputError.At(item.Place, item.Key, $"{layers} layers are too many", $"at most {StackSetup.MostLayers} in all");
        }
    }

    private static Dictionary<string, double> RadiationLengths(YamlNode node, ExperimentContext context)
    {
        string[] names = [.. context.Materials];
        ExperimentSection section = new(node, context, names);
        return names.Where(section.Has).ToDictionary(n => MaterialCatalogue.Get(n).Name, n => section.Plain(n, Thickness));
    }

    private static CellGrid ReadCells(ExperimentSection top)
    {
        if (!top.Has("cells"))
        {
            return CellGrid.Usual;
        }

        ExperimentSection cells = top.Section("cells", "pitch", "count");
        return new CellGrid(cells.Plain("pitch", Pitch), (int)cells.Plain("count", CellCount));
    }

    private static double ReadBirks(ExperimentSection top)
    {
        if (!top.Has("birks"))
        {
            return 0;
        }

        ExperimentSection birks = top.Section("birks", "kB", "source");
        _ = birks.Text("source");
        string text = birks.Text("kB");
        return BirksConstant.TryParse(text, out double value) ? value : throw birks.Error("kB", $"'{InputError.Shown(text)}' cannot be used", BirksConstant.Allowed);
    }
}
