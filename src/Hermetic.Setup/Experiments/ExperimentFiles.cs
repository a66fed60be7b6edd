using System.Security;
using Hermetic.Core;
using Hermetic.Core.Storage;

namespace Hermetic.Setup.Experiments;

/// <summary>Reads an experiment's file and everything it includes into one tree; keeps the list of files and the digest of their text.</summary>
internal sealed class ExperimentFiles
{
    private const string IncludeKey = "include";
    private const string SourcesKey = "sources";
    private const int MaximumFiles = 256;
    private const int MaximumIncludeDepth = 16;

    private readonly List<string> _files = [];
    private readonly List<string> _open = [];
    private readonly Digest _digest;
    private int _reads;

    private ExperimentFiles(Digest digest) => _digest = digest;

    /// <summary>Reads a file with its includes.</summary>
    /// <param name="path">Path of the experiment's own file.</param>
    /// <returns>The merged tree, the distinct files in the order of reading, and the digest of every text in that order.</returns>
    public static (YamlMap Root, IReadOnlyList<string> Files, string Digest) Load(string path)
    {
        using Digest digest = new();
        ExperimentFiles reading = new(digest);
        YamlMap root = reading.ReadFile(path, "", path, wrong => new InputException($"{path}: {wrong}"));
        return (root, reading._files, digest.ToHex());
    }

    private YamlMap ReadFile(string path, string key, string label, Func<string, InputException> refuse)
    {
        string full = FullPath(path, refuse);
        if (_open.Contains(full))
        {
            throw refuse($"the file includes itself: {string.Join(" -> ", _open.SkipWhile(f => f != full).Append(full).Select(f => Path.GetFileName(f)))}");
        }

        if (_open.Count >= MaximumIncludeDepth)
        {
            throw refuse($"includes are nested more than {MaximumIncludeDepth} deep");
        }

        // Counted with repetition: a few files that include each other many times would otherwise multiply without end.
        if (++_reads > MaximumFiles)
        {
            throw refuse($"more than {MaximumFiles} files are included");
        }

        string text = YamlDocument.Decode(path, ReadBytes(path, refuse));
        if (!_files.Contains(path))
        {
            _files.Add(path);
        }

        // The label is the path as the including file writes it, so that the digest does not depend on where the experiments lie.
        _digest.Add(_reads == 1 ? Path.GetFileName(path) : label, text);
        _open.Add(full);
        YamlMap content = Expand(YamlDocument.Parse(path, text, key));
        _open.RemoveAt(_open.Count - 1);
        return content;
    }

    private YamlNode Expand(YamlNode node) => node switch
    {
        YamlMap map => Expand(map),
        YamlList list => list with { Items = [.. list.Items.Select(Expand)] },
        _ => node,
    };

    private YamlMap Expand(YamlMap map)
    {
        List<YamlEntry> merged = [];
        Dictionary<string, int> index = [];
        foreach (YamlEntry entry in map.Entries)
        {
            if (entry.Name != IncludeKey)
            {
                Merge(map.Key, merged, index, entry with { Value = Expand(entry.Value) });
                continue;
            }

            foreach (YamlText file in IncludedFiles(entry))
            {
                foreach (YamlEntry included in Include(file, map.Key).Entries)
                {
                    Merge(map.Key, merged, index, included);
                }
            }
        }

        return map with { Entries = merged };
    }

    private static void Merge(string key, List<YamlEntry> merged, Dictionary<string, int> index, YamlEntry added)
    {
        if (index.TryAdd(added.Name, merged.Count))
        {
            merged.Add(added);
            return;
        }

        int at = index[added.Name];
        YamlEntry first = merged[at];
        if (key.Length > 0 || added.Name != SourcesKey || first.Value is not YamlMap known || added.Value is not YamlMap more)
        {
            throw InputError.At(added.Place, InputError.Join(key, added.Name), $"given twice, first at {first.Place}", "once");
        }

        List<YamlEntry> sources = [.. known.Entries];
        Dictionary<string, YamlEntry> byName = sources.ToDictionary(e => e.Name);
        foreach (YamlEntry source in more.Entries)
        {
            if (!byName.TryGetValue(source.Name, out YamlEntry? same))
            {
                sources.Add(source);
            }
            else if (source.Value is not YamlText text || same.Value is not YamlText other || text.Value != other.Value)
            {
                throw InputError.At(
                    source.Place, InputError.Join(SourcesKey, source.Name), $"given with another text at {same.Place}", "one text for one source");
            }
        }

        merged[at] = first with { Value = known with { Entries = sources } };
    }

    private static IEnumerable<YamlText> IncludedFiles(YamlEntry entry)
    {
        IReadOnlyList<YamlNode> items = entry.Value is YamlList list ? list.Items : [entry.Value];
        foreach (YamlNode item in items)
        {
            yield return item is YamlText { Value.Length: > 0 } text
                ? text
                : throw InputError.At(item.Place, item.Key, $"{item.Kind} is no file name", "a path, or a list of paths, relative to this file");
        }
    }

    private YamlMap Include(YamlText file, string key)
    {
        if (Path.IsPathRooted(file.Value))
        {
            throw InputError.At(
                file.Place, file.Key, $"'{InputError.Shown(file.Value)}' is an absolute path", "a path relative to this file, so that the folder can be moved");
        }

        string folder = Path.GetDirectoryName(file.Place.File) ?? "";
        string path = Path.Combine(folder, file.Value);
        InputException Refuse(string wrong) =>
            InputError.At(file.Place, file.Key, $"'{InputError.Shown(file.Value)}': {wrong}", "a path relative to this file", NearestFile(folder, file.Value));
        return ReadFile(path, key, file.Value, Refuse);
    }

    private static string? NearestFile(string folder, string included)
    {
        string within = Path.GetDirectoryName(included) ?? "";
        try
        {
            string searched = Path.Combine(folder, within);
            string? nearest = InputException.Nearest(
                Path.GetFileName(included),
                Directory.EnumerateFiles(searched.Length == 0 ? "." : searched, "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
            return nearest is null || nearest == Path.GetFileName(included) ? null : Path.Combine(within, nearest);
        }
        catch (Exception e) when (IsFileError(e))
        {
            return null;
        }
    }

    private static string FullPath(string path, Func<string, InputException> refuse)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw refuse("not a usable path");
        }
    }

    private static byte[] ReadBytes(string path, Func<string, InputException> refuse)
    {
        try
        {
            // Read up to the bound rather than trusting the length: a device or a pipe has none.
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using MemoryStream content = new();
            byte[] block = new byte[1 << 14];
            for (int read = stream.Read(block); read > 0; read = stream.Read(block))
            {
                content.Write(block, 0, read);
                if (content.Length > YamlDocument.MaximumBytes)
                {
                    throw refuse($"the file is larger than {YamlDocument.MaximumBytes} bytes");
                }
            }

            return content.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw refuse("there is no such file");
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw refuse(Directory.Exists(path) ? "this is a folder, not a file" : "the file cannot be read");
        }
    }

    private static bool IsFileError(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or SecurityException;
}
