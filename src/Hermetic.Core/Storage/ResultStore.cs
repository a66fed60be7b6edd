using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hermetic.Core.Storage;

/// <summary>
/// The store of computed tables and samples: arrays of doubles under the digest of everything that decides them, with a checksum. A damaged or foreign
/// entry counts as absent and is computed again, so that the store can be deleted at any time.
/// </summary>
/// <param name="folder">Folder of the store; created on the first write.</param>
public sealed class ResultStore(string folder)
{
    private const ulong Magic = 0x31_43_4D_52_45_48_00_01; // "HERMC1", version 1
    private const int HeaderBytes = 8 + 8 + 32;
    private const long MaximumBytes = 1L << 30;

    /// <summary>Folder of the store.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The user's store: HERMETIC_CACHE where set, else "hermetic" in the user's cache folder (XDG_CACHE_HOME or ~/.cache).</summary>
    public static ResultStore OfUser()
    {
        string? named = Environment.GetEnvironmentVariable("HERMETIC_CACHE");
        if (!string.IsNullOrWhiteSpace(named))
        {
            return new ResultStore(named);
        }

        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string root = string.IsNullOrWhiteSpace(cache)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")
            : cache;
        return new ResultStore(Path.Combine(root, "hermetic"));
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="kind">Sort of the entry, a short word that becomes part of the file name.</param>
    /// <param name="digest">Digest of everything that decides the content.</param>
    /// <returns>The numbers, or null where there is no sound entry.</returns>
    public double[]? TryRead(string kind, string digest)
    {
        string path = PathOf(kind, digest);
        try
        {
            FileInfo file = new(path);
            // The size is checked before memory is taken: a truncated or padded file is no entry.
            if (!file.Exists || file.Length < HeaderBytes || file.Length > MaximumBytes || (file.Length - HeaderBytes) % sizeof(double) != 0)
            {
                return null;
            }

            byte[] bytes = File.ReadAllBytes(path);
            ReadOnlySpan<byte> span = bytes;
            long count = (bytes.LongLength - HeaderBytes) / sizeof(double);
            if (BinaryPrimitives.ReadUInt64LittleEndian(span) != Magic
                || BinaryPrimitives.ReadInt64LittleEndian(span[8..]) != count
                || !SHA256.HashData(span[HeaderBytes..]).AsSpan().SequenceEqual(span.Slice(16, 32)))
            {
                return null;
            }

            return MemoryMarshal.Cast<byte, double>(span[HeaderBytes..]).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes an entry, whole or not at all. A store that cannot be written is no error: the work is only not kept.</summary>
    /// <param name="kind">Sort of the entry.</param>
    /// <param name="digest">Digest of everything that decides the content.</param>
    /// <param name="values">The numbers.</param>
    public void Write(string kind, string digest, ReadOnlySpan<double> values)
    {
        ReadOnlySpan<byte> payload = MemoryMarshal.AsBytes(values);
        byte[] bytes = new byte[HeaderBytes + payload.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), values.Length);
        SHA256.HashData(payload, bytes.AsSpan(16, 32));
        payload.CopyTo(bytes.AsSpan(HeaderBytes));
        try
        {
            WholeFile.Write(PathOf(kind, digest), bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only or full disk must not end a run that has its result in memory.
        }
    }

    private string PathOf(string kind, string digest) => Path.Combine(Folder, $"{kind}-{digest[..32]}.bin");
}
