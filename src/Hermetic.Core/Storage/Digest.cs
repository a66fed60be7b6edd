using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Hermetic.Core.Storage;

/// <summary>Builds a SHA-256 digest from the values that decide a result; equal digests mean equal results.</summary>
public sealed class Digest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a labelled text.</summary>
    /// <param name="label">Name of the value, so that two values cannot change places unseen.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public Digest Add(string label, string value)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes($"{label.Length}:{label}={value.Length}:{value};"));
        return this;
    }

    /// <summary>Adds a labelled number, exactly.</summary>
    /// <param name="label">Name of the value.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public Digest Add(string label, double value) => Add(label, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Adds labelled numbers, exactly and in order.</summary>
    /// <param name="label">Name of the values.</param>
    /// <param name="values">The values.</param>
    /// <returns>This builder.</returns>
    public Digest Add(string label, ReadOnlySpan<double> values)
    {
        Add(label, values.Length.ToString(CultureInfo.InvariantCulture));
        _hash.AppendData(MemoryMarshal.AsBytes(values));
        return this;
    }

    /// <summary>Adds the code of an assembly: the identity that the compiler gives to what it compiled (builds are deterministic), so that changed code finds no old results.</summary>
    /// <param name="type">A type of the assembly.</param>
    /// <returns>This builder.</returns>
    public Digest AddCode(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Add(type.Assembly.GetName().Name!, type.Module.ModuleVersionId.ToString());
    }

    /// <summary>The digest as 64 lower-case hexadecimal digits; the builder starts anew.</summary>
    public string ToHex() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>The digest of one text.</summary>
    /// <param name="text">The text.</param>
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
