using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using RegularizerGen.Tool.Audit;
using RegularizerGen.Tool.Data;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Many;

/// <summary>Certifies the sequences of a data set, or of a part of it, into a file, on several threads, in their order. What is in the file
/// already is checked against the data, and not done again.</summary>
internal sealed record SequenceRun
{
    private const int Ahead = 8; // sequences per thread that are read before the first of them is done

    /// <summary>Width of the input.</summary>
    public required int Width { get; init; }

    /// <summary>How far inputs are off at most.</summary>
    public required double Radius { get; init; }

    /// <summary>Digest of all that figures depend on besides the sequences.</summary>
    public required string Figures { get; init; }

    /// <summary>What is proved around a sequence. It is called from several threads.</summary>
    public required Func<Sequence, SequenceFigures> Certify { get; init; }

    /// <summary>The movement that is demanded of every sequence; null where none is.</summary>
    public double? MaxMovement { get; init; }

    /// <summary>How far an output was seen to move around a sequence that is not proved to meet the demand; null where nothing is to be
    /// tried. It is called from several threads, and depends on the sequence alone.</summary>
    public Func<Sequence, double>? Attack { get; init; }

    /// <summary>Digest of all that lines depend on besides the sequences: of figures and, where there is one, the demand.</summary>
    public string Identity
    {
        get
        {
            using var digest = new Digest();
            return MaxMovement is null ? Figures : digest.Add(Figures).Add(MaxMovement).ToString();
        }
    }

    /// <summary>Number of threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>The part of the data.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Receives the share that is done.</summary>
    public Action<double> Progress { get; init; } = _ => { };

    /// <summary>Runs it.</summary>
    /// <param name="data">The data.</param>
    /// <param name="file">Takes the lines.</param>
    /// <param name="summary">Counts them.</param>
    /// <exception cref="UnusableInputException">The data is unusable, or the file is one of another run.</exception>
    public void Run(IEnumerable<Recording> data, LineFile file, Summary summary)
    {
        TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Jobs).ConcurrentScheduler;
        var running = new Queue<(Task<SequenceLine> Line, double Share)>();
        long index = 0;
        foreach (Recording recording in data)
        {
            long own = index++;
            if (!Shard.Has(own))
            {
                continue;
            }

            Sequence sequence = recording.Read(Width);
            string input = Digest.Of(sequence.Values);
            if (file.Next() is { } there)
            {
                RequireSame(there, own, recording.Name, input, file);
                summary.Add(there);
                continue;
            }

            if (running.Count == Jobs * Ahead)
            {
                Finish();
            }

            running.Enqueue(
                (Task.Factory.StartNew(() => Line(sequence, own, recording.Name, input), default, default, scheduler), recording.Share)
            );
        }

        while (running.Count > 0)
        {
            Finish();
        }

        if (index == 0)
        {
            throw new UnusableInputException(DataSet.Empty);
        }

        file.Finish(new EndLine(index, Identity));

        void Finish()
        {
            (Task<SequenceLine> task, double share) = running.Dequeue();
            SequenceLine line = task.GetAwaiter().GetResult();
            file.Append(line);
            summary.Add(line);
            Progress(share);
        }
    }

    private SequenceLine Line(Sequence sequence, long index, string name, string input)
    {
        SequenceFigures figures = Certify(sequence);
        return new SequenceLine
        {
            Index = index,
            Name = name,
            Steps = figures.Steps,
            Radius = Radius,
            Movement = figures.Movement,
            LastMovement = figures.LastMovement,
            Reached = figures.Movement > MaxMovement && Attack is not null ? Math.Min(Attack(sequence), double.MaxValue) : null,
            Input = input,
            Run = Identity,
        };
    }

    private void RequireSame(SequenceLine line, long index, string name, string input, LineFile file)
    {
        string? difference =
            line.Run != Identity ? "it is of another network, or of other options or another demand"
            : line.Index != index ? $"it is of sequence {line.Index}, not {index}"
            : line.Name != name ? $"it is of sequence '{line.Name}', not '{name}'"
            : line.Input != input ? $"sequence '{name}' has changed"
            : null;
        if (difference is not null)
        {
            throw file.Wrong($"{difference}. A run goes on only from its own file; name another, or delete this one");
        }
    }
}
