using System.Globalization;

namespace RegularizerGen.Tool.Many;

/// <summary>A part of a data set: of every <see cref="Of"/> sequences the one numbered <see cref="Number"/>.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Of">Number of parts.</param>
internal sealed record Shard(int Number, int Of)
{
    /// <summary>All of it.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Whether a sequence belongs to it.</summary>
    /// <param name="index">Its number, from 0.</param>
    public bool Has(long index) => index % Of == Number - 1;

    /// <summary>A part as k/n; null where that is none.</summary>
    public static Shard? Parse(string text)
    {
        string[] parts = text.Split('/');
        return
            parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int of)
            && number >= 1
            && number <= of
            ? new Shard(number, of)
            : null;
    }
}
