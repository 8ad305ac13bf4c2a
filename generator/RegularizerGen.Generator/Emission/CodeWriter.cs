using System;
using System.Text;
using System.Threading;

namespace RegularizerGen.Generator;

/// <summary>Indented text with Unix line ends, so that output is the same on every machine; long lines are broken.</summary>
internal sealed class CodeWriter(CancellationToken cancellation = default)
{
    private const int LongestLine = 160;

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
        bool continued = false;
        int room = LongestLine - (4 * depth);
        if (line.Length > room && LineBreaks.TrailingComment(line) is { } start)
        {
            Write(line.Substring(start).TrimStart());
            line = line.Substring(0, start);
        }

        for (; line.Length > room && LineBreaks.Find(line, room) is { } place; line = LineBreaks.Rest(line, place, ref continued))
        {
            Append(line.Substring(0, place).TrimEnd());
        }

        Append(line);
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
