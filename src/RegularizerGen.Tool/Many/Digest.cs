using System;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RegularizerGen.Tool.Many;

/// <summary>The first 64 bits of the SHA-256 of what is appended, in hexadecimal.</summary>
internal sealed class Digest : IDisposable
{
    private const int Kept = 8;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Of numbers.</summary>
    public static string Of(double[] values)
    {
        using var digest = new Digest();
        return digest.Add(values).ToString();
    }

    /// <summary>Appends numbers, bit by bit.</summary>
    public Digest Add(double[] values)
    {
        hash.AppendData(MemoryMarshal.AsBytes<double>(values));
        return this;
    }

    /// <summary>Appends a value as text, and what ends it.</summary>
    public Digest Add(object? value)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture) + "\0"));
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => Convert.ToHexStringLower(hash.GetCurrentHash().AsSpan(0, Kept));

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
