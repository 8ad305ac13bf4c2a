using System;
using System.Text;

namespace RegularizerGen.Generator;

/// <summary>Indented text with Unix line ends, so that output is the same on every machine.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Writes one line, or several separated by line breaks, at the current depth.</summary>
    public void Line(string code = "")
    {
        foreach (string line in code.Split('\n'))
        {
            if (line.Length > 0)
            {
                text.Append(' ', 4 * depth).Append(line);
            }

            text.Append('\n');
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
