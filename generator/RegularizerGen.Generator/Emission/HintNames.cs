using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// Names of the generated files. The compiler compares them without regard to case, and file systems without regard to accents: two cells
/// with one hint name would lose the output of all.
/// </summary>
internal static class HintNames
{
    private const int Longest = 120;

    /// <summary>The cells of a project that have a name that is not unique.</summary>
    public static EquatableArray<string> Clashing(IEnumerable<string> all) =>
        all.GroupBy(Plain, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).SelectMany(g => g).ToEquatableArray();

    /// <summary>Hint name of one cell: readable, with a number where it would not be unique.</summary>
    /// <param name="cell">Its full name.</param>
    /// <param name="clashing">What <see cref="Clashing"/> found.</param>
    public static string Of(string cell, IEnumerable<string> clashing)
    {
        bool isUnique = !clashing.Contains(cell, StringComparer.Ordinal);
        string readable = string.Concat(cell.Replace('`', '-').Take(Longest).Select(c => IsPlain(c) ? c : '_'));
        return (isUnique && cell.Length <= Longest && cell.All(c => IsPlain(c) || c == '`') ? readable : readable + "." + Number(cell))
            + ".g.cs";
    }

    /// <summary>What is left of a name where case, accents and other alphabets do not count.</summary>
    private static string Plain(string name) => string.Concat(name.Take(Longest).Select(c => IsPlain(c) ? char.ToLowerInvariant(c) : '_'));

    private static bool IsPlain(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' or '-';

    /// <summary>FNV-1a of the exact name: the same in every process, unlike hash codes of strings.</summary>
    private static string Number(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ b) * 1099511628211);
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
