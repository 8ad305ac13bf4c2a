using System;
using System.IO;
using System.Text;
using RegularizerGen.Tool.Files;

namespace RegularizerGen.Tool.Many;

/// <summary>
/// A file of certificates that is written line by line and goes on where it ended: lines that are there are read and checked first, and
/// what a run that was killed left of a line is cut off. Lines are handed to the system one by one: what a killed process has written stays
/// written.
/// </summary>
internal sealed class LineFile : IDisposable
{
    private readonly FileStream stream;
    private readonly LineReader reader;
    private bool isReading = true;

    private LineFile(FileStream stream, string path)
    {
        this.stream = stream;
        CutOff();
        reader = new LineReader(stream, path);
    }

    /// <summary>Opens a file, or creates it.</summary>
    /// <exception cref="UnusableInputException">It cannot be written, or another run writes it.</exception>
    public static LineFile Open(string path) =>
        Unusable.Unless(() => new LineFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), path));

    /// <summary>The next line that is there; null where none is left, and lines are appended from then on.</summary>
    /// <exception cref="UnusableInputException">A line is none of a file of certificates.</exception>
    public SequenceLine? Next()
    {
        SequenceLine? line = isReading ? reader.Next() : null;
        isReading = line is not null;
        return line;
    }

    /// <summary>An error at the line that was read last.</summary>
    public UnusableInputException Wrong(string what) => reader.Wrong(what);

    /// <summary>Appends a line.</summary>
    public void Append(SequenceLine line) => Append(line.ToLine());

    /// <summary>Appends the last line; checks it where it is there.</summary>
    /// <exception cref="UnusableInputException">The file has more lines, or is of a data set of another length.</exception>
    public void Finish(EndLine end)
    {
        if (Next() is { } more)
        {
            throw Wrong($"it is of sequence {more.Index}; the data has {end.Sequences}");
        }

        if (reader.End is null)
        {
            Append(end.ToLine());
        }
        else if (reader.End != end)
        {
            throw Wrong($"the file is of {reader.End.Sequences} sequences; the data has {end.Sequences}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        stream.Dispose();
    }

    private void Append(string line)
    {
        if (reader.End is not null)
        {
            throw Wrong($"the file ends with {reader.End.Sequences} sequences, and the data goes on");
        }

        Unusable.Unless(() =>
        {
            stream.Seek(0, SeekOrigin.End);
            stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            stream.Flush();
            return line;
        });
    }

    /// <summary>Cuts off what follows the last end of a line.</summary>
    private void CutOff()
    {
        long end = stream.Length;
        byte[] piece = new byte[4096];
        int last = -1;
        while (end > 0 && last < 0)
        {
            int count = (int)Math.Min(piece.Length, end);
            stream.Position = end - count;
            stream.ReadExactly(piece.AsSpan(0, count));
            last = piece.AsSpan(0, count).LastIndexOf((byte)'\n');
            end += last < 0 ? -count : last + 1 - count;
        }

        stream.SetLength(end);
        stream.Position = 0;
    }
}
