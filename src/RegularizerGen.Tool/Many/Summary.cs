using System.Collections.Generic;
using System.Text.Json.Serialization;
using RegularizerGen.Tool.Audit;

namespace RegularizerGen.Tool.Many;

/// <summary>What all lines come to.</summary>
/// <param name="limit">The movement that is demanded of every sequence; null where nothing is.</param>
internal sealed class Summary(double? limit)
{
    private static readonly double[] Shares = [0.5, 0.9, 0.99, 0.999];

    private readonly Quantiles movements = new();
    private readonly Quantiles lastMovements = new();

    /// <summary>How many sequences there are.</summary>
    public long Sequences => movements.Count;

    /// <summary>Their steps, all together.</summary>
    public long Steps { get; private set; }

    /// <summary>How many have a movement that is bounded.</summary>
    public long Bounded { get; private set; }

    /// <summary>The demand.</summary>
    public double? MaxMovement => limit;

    /// <summary>How many are proved to meet the demand; null where there is none.</summary>
    public long? Hold { get; private set; } = limit is null ? null : 0;

    /// <summary>How many were seen to violate the demand; null where there is none.</summary>
    public long? Violated { get; private set; } = limit is null ? null : 0;

    /// <summary>The sequence that was seen to violate the demand most, the first of these; null where none was.</summary>
    public SequenceLine? Refuting { get; private set; }

    /// <summary>What the demand comes to, for people; what follows is of how many sequences.</summary>
    [JsonIgnore]
    public string Outcome => Violated > 0 ? $"violated by {Violated}, and proved of {Hold}" : $"proved of {Hold}";

    /// <summary>The sequence that moves most, the first of these; null where there is none.</summary>
    public SequenceLine? Worst { get; private set; }

    /// <summary>Shares of all sequences, and what their movements are at most.</summary>
    public IEnumerable<ShareFigures> Quantiles
    {
        get
        {
            foreach (double share in Shares)
            {
                yield return new ShareFigures(share, movements.AtMost(share), lastMovements.AtMost(share));
            }

            yield return new ShareFigures(1, movements.Largest, lastMovements.Largest);
        }
    }

    /// <summary>What the demand comes to.</summary>
    public ExitCode Code =>
        Hold is null || Hold == Sequences ? ExitCode.Holds
        : Violated > 0 ? ExitCode.Violated
        : ExitCode.NotProved;

    /// <summary>Counts a line.</summary>
    public void Add(SequenceLine line)
    {
        movements.Add(line.Movement);
        lastMovements.Add(line.LastMovement);
        Steps += line.Steps;
        Bounded += double.IsFinite(line.Movement) ? 1 : 0;
        Hold += line.Movement <= limit ? 1 : 0;
        if (limit is { } most && line.Reached is { } reached && Refutation.Exceeds(reached, most))
        {
            Violated++;
            Refuting = Refuting is null || reached > Refuting.Reached ? line : Refuting;
        }

        Worst = Worst is null || line.Movement > Worst.Movement ? line : Worst;
    }
}

/// <summary>A share of all sequences.</summary>
/// <param name="Share">The share, from 0 to 1.</param>
/// <param name="Movement">So many of them, or more, move at any step by no more than this.</param>
/// <param name="LastMovement">So many of them, or more, move at the last step by no more than this.</param>
internal sealed record ShareFigures(double Share, double Movement, double LastMovement);
