using System;
using System.Text;
using System.Threading;

namespace RegularizerGen.Generator;

/// <summary>Indented text with Unix line ends, so that output is the same on every machine; long lines are broken.</summary>
internal sealed class CodeWriter(CancellationToken cancellation = default)
{
    private const int LongestLine = 160;

    /// <summary>Classes may lie within each other to any depth: what is left of a line then.</summary>
    private const int LeastRoom = 80;

    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Writes one line, or several separated by line breaks, at the current depth.</summary>
    public void Line(string code = "")
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (string line in code.Split('\n'))
        {
            Write(line);
        }
    }

    /// <summary>Writes lines as they are: what is within a raw string literal.</summary>
    public void Verbatim(string lines)
    {
        cancellation.ThrowIfCancellationRequested();
        text.Append(lines).Append('\n');
    }

    /// <summary>Opens a block; disposing closes it.</summary>
    public IDisposable Block(string heading)
    {
        Line(heading);
        return Braces();
    }

    /// <summary>Opens braces after a heading that was written already.</summary>
    public IDisposable Braces()
    {
        Line("{");
        depth++;
        return new Closing(this, "}");
    }

    /// <summary>Indents without braces.</summary>
    public IDisposable Indent()
    {
        depth++;
        return new Closing(this, null);
    }

    /// <summary>An XML documentation summary.</summary>
    public void Summary(string content) => Line($"/// <summary>{content}</summary>");

    public override string ToString() => text.ToString();

    private void Write(string line)
    {
        int room = Math.Max(LongestLine - (4 * depth), LeastRoom);
        if (line.Length > room && LineBreaks.TrailingComment(line) is { } comment)
        {
            Write(line.Substring(comment).TrimStart());
            line = line.Substring(0, comment);
        }

        // Only what fits is looked at: a line may be of any length.
        string prefix = string.Empty;
        string next = line.Length > room ? LineBreaks.Prefix(line) : string.Empty;
        int written = 0;
        while (prefix.Length + line.Length - written > room)
        {
            string start = prefix + line.Substring(written, Math.Min(room + LineBreaks.Lookahead, line.Length - written));
            if (LineBreaks.Find(start, room) is not { } place)
            {
                break;
            }

            Append(start.Substring(0, place).TrimEnd());
            written += place - prefix.Length;
            while (written < line.Length && char.IsWhiteSpace(line[written]))
            {
                written++;
            }

            prefix = next;
        }

        Append(prefix + line.Substring(written));
    }

    private void Append(string line)
    {
        if (line.Length > 0)
        {
            text.Append(' ', 4 * depth).Append(line);
        }

        text.Append('\n');
    }

    private sealed class Closing(CodeWriter writer, string? text) : IDisposable
    {
        public void Dispose()
        {
            writer.depth--;
            if (text is not null)
            {
                writer.Line(text);
            }
        }
    }
}
