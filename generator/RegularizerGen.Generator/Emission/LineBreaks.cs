using System;

namespace RegularizerGen.Generator;

/// <summary>Where a long line of C# may be broken: between words of a comment; in code between arguments and terms, outside of string
/// literals.</summary>
internal static class LineBreaks
{
    /// <summary>Characters beyond a place that decide whether a line may be broken there.</summary>
    public const int Lookahead = 8;

    private const string Continuation = "    ";

    private static readonly string[] Before = [" + ", " - ", " * ", " / ", " => ", " where ", " ? ", " : "];

    /// <summary>The last place not beyond the given length; null where there is none.</summary>
    public static int? Find(string line, int most)
    {
        string comment = CommentOf(line);
        int indent = line.Length - line.TrimStart().Length;
        if (comment.Length > 0)
        {
            int space = line.LastIndexOf(' ', Math.Min(most, line.Length - 1));
            return space > indent + comment.Length ? space : null;
        }

        int? place = null;
        bool inString = false;
        for (int k = indent; k < Math.Min(most, line.Length); k++)
        {
            inString ^= line[k] == '"' && (k == 0 || line[k - 1] != '\\');
            if (
                !inString
                && k > indent
                && (line[k - 1] == ',' || Array.Exists(Before, b => string.CompareOrdinal(line, k, b, 0, b.Length) == 0))
                && line[k] == ' '
            )
            {
                place = k;
            }
        }

        return place;
    }

    /// <summary>Where a comment starts that follows code; null where there is none.</summary>
    public static int? TrailingComment(string line) =>
        CommentOf(line).Length == 0 && line.IndexOf(" // ", StringComparison.Ordinal) is >= 0 and int start ? start : null;

    /// <summary>What all lines after the first start with: comments go on as comments, code is indented once.</summary>
    public static string Prefix(string line)
    {
        string comment = CommentOf(line);
        string indent = line.Substring(0, line.Length - line.TrimStart().Length);
        return indent + comment + (comment == "/// " ? string.Empty : Continuation);
    }

    private static string CommentOf(string line)
    {
        string start = line.TrimStart();
        return start.StartsWith("/// ", StringComparison.Ordinal) ? "/// "
            : !start.StartsWith("//", StringComparison.Ordinal) ? string.Empty
            : start.Substring(0, start.Length - start.Substring(2).TrimStart().Length);
    }
}
