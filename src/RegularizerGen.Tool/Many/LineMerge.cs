using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Tool.Files;

namespace RegularizerGen.Tool.Many;

/// <summary>Puts the files of all shards of a data set together.</summary>
internal static class LineMerge
{
    /// <summary>Reads them in the order of the sequences, one line of each file at a time.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="take">Takes every line.</param>
    /// <returns>The last line of all.</returns>
    /// <exception cref="UnusableInputException">A file is not complete or of another run, or a sequence is not there once.</exception>
    public static EndLine Run(IReadOnlyList<string> paths, Action<SequenceLine> take)
    {
        var readers = new List<LineReader>();
        var streams = new List<FileStream>();
        try
        {
            foreach (string path in paths)
            {
                streams.Add(Unusable.Unless(() => File.OpenRead(path)));
                readers.Add(new LineReader(streams[^1], path));
            }

            return Run(readers, take);
        }
        finally
        {
            readers.ForEach(r => r.Dispose());
            streams.ForEach(s => s.Dispose());
        }
    }

    private static EndLine Run(List<LineReader> readers, Action<SequenceLine> take)
    {
        var waiting = new PriorityQueue<(LineReader Reader, SequenceLine Line), long>();
        EndLine? end = null;
        string? run = null;
        foreach (LineReader reader in readers)
        {
            Advance(reader, -1);
        }

        long expected = 0;
        while (waiting.TryDequeue(out (LineReader Reader, SequenceLine Line) next, out long index))
        {
            if (index != expected)
            {
                throw index < expected
                    ? new UnusableInputException($"{next.Reader.Name}: sequence {index} is in another file, too.")
                    : Missing(expected);
            }

            take(next.Line);
            Advance(next.Reader, index);
            expected++;
        }

        return expected == end!.Sequences ? end : throw Missing(expected);

        void Advance(LineReader reader, long after)
        {
            SequenceLine? line = reader.Next();
            if (line is not null)
            {
                RequireRun(reader, line.Run);
                waiting.Enqueue(
                    (reader, line),
                    line.Index > after ? line.Index : throw reader.Wrong($"sequence {line.Index} follows sequence {after}")
                );
                return;
            }

            EndLine own =
                reader.End ?? throw new UnusableInputException($"{reader.Name} has no end: its run is not complete. Run it again.");
            RequireRun(reader, own.Run);
            end ??= own;
            if (own != end)
            {
                throw new UnusableInputException($"{reader.Name} is of {own.Sequences} sequences; others are of {end.Sequences}.");
            }
        }

        void RequireRun(LineReader reader, string own)
        {
            run ??= own;
            if (run != own)
            {
                throw new UnusableInputException($"{reader.Name} is of another network, or of other options, than {readers[0].Name}.");
            }
        }

        UnusableInputException Missing(long index) => new($"No file has sequence {index}: a shard is missing.");
    }
}
