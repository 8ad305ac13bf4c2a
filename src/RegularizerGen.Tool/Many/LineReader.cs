using System;
using System.IO;
using System.Text;
using RegularizerGen.Tool.Onnx;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Many;

/// <summary>Lines of a file of certificates, one by one.</summary>
/// <param name="stream">The file, at its beginning; it is left open.</param>
/// <param name="path">Its path.</param>
internal sealed class LineReader(Stream stream, string path) : IDisposable
{
    private readonly StreamReader reader = new(stream, Encoding.UTF8, leaveOpen: true);
    private long number;

    /// <summary>What messages call the file.</summary>
    public string Name { get; } = NodeAttributes.Printable(Path.GetFileName(path));

    /// <summary>The last line, once it was read; null where the file has none.</summary>
    public EndLine? End { get; private set; }

    /// <summary>The next line; null at the end.</summary>
    /// <exception cref="UnusableInputException">A line is none of a file of certificates.</exception>
    public SequenceLine? Next()
    {
        if (reader.ReadLine() is not { } text)
        {
            return null;
        }

        number++;
        if (End is null && Json.Read<SequenceLine>(text) is { Movement: >= 0, LastMovement: >= 0, Reached: null or >= 0 } line)
        {
            return line;
        }

        End = (End is null ? Json.Read<EndLine>(text) : null) ?? throw Wrong("it is no certificate of a sequence");
        return Next();
    }

    /// <summary>An error at the line that was read last.</summary>
    public UnusableInputException Wrong(string what) => new($"{Name}, line {number}: {what}.");

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}
