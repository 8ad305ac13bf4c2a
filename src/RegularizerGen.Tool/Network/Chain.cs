using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Many;

namespace RegularizerGen.Tool.Network;

/// <summary>A network as a chain of stages from an input of the graph on.</summary>
/// <param name="Input">The input.</param>
/// <param name="InputWidth">Its width.</param>
/// <param name="Output">The value that the chain ends with.</param>
/// <param name="Steps">Steps of its sequences where the file says so.</param>
/// <param name="Stages">The stages.</param>
/// <param name="StopsAt">Why the chain ends before the output of the graph; null where it does not.</param>
internal sealed record Chain(string Input, int InputWidth, string Output, int? Steps, IReadOnlyList<IStage> Stages, string? StopsAt)
    : ISequenceMap
{
    /// <summary>The recurrent stages, those of branches included.</summary>
    public IEnumerable<RecurrentStage> Recurrent =>
        Stages.SelectMany(s =>
            s switch
            {
                RecurrentStage own => [own],
                JoinStage join => join.Branches.SelectMany(b => b.Recurrent),
                _ => [],
            }
        );

    /// <summary>Width of its output.</summary>
    public int OutputWidth => Stages.Count == 0 ? InputWidth : Stages[^1].OutputWidth;

    /// <summary>The same network, whose stages keep proofs of their own.</summary>
    public Chain Copy() =>
        this with
        {
            Stages =
            [
                .. Stages.Select(s =>
                    s switch
                    {
                        RecurrentStage own => own with { },
                        JoinStage join => join with { Branches = [.. join.Branches.Select(b => b.Copy())] },
                        _ => s,
                    }
                ),
            ],
        };

    /// <summary>The stages from the input to one of them, that one included; null where it is none of them.</summary>
    public Chain? UpTo(IStage stage)
    {
        for (int k = 0; k < Stages.Count; k++)
        {
            IEnumerable<IStage>? last =
                Stages[k] == stage ? [stage]
                : Stages[k] is JoinStage join ? join.Branches.Select(b => b.UpTo(stage)).FirstOrDefault(c => c is not null)?.Stages
                : null;
            if (last is not null)
            {
                return this with { Stages = [.. Stages.Take(k), .. last] };
            }
        }

        return null;
    }

    /// <summary>Appends all that its map depends on, but for the source of its cells.</summary>
    public Digest AddTo(Digest digest)
    {
        digest.Add(Input).Add(Output);
        foreach (IStage stage in Stages)
        {
            digest.Add(stage.Title);
            foreach (Chain branch in (stage as JoinStage)?.Branches ?? [])
            {
                branch.AddTo(digest.Add(branch.Stages.Count));
            }

            foreach (double[] numbers in stage.Numbers)
            {
                digest.Add(numbers.Length).Add(numbers);
            }
        }

        return digest;
    }

    /// <inheritdoc/>
    public Sequence Forward(Sequence input) => Stages.Aggregate(input, (value, stage) => stage.Forward(value));

    /// <inheritdoc/>
    public Sequence Backward(Sequence input, Sequence outputGradient)
    {
        var values = new List<Sequence> { input };
        foreach (IStage stage in Stages)
        {
            values.Add(stage.Forward(values[^1]));
        }

        return Stages
            .Select((stage, k) => (stage, k))
            .Reverse()
            .Aggregate(outputGradient, (gradient, s) => s.stage.Backward(values[s.k], gradient));
    }
}
