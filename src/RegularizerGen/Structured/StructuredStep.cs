using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Structured;

/// <summary>
/// The difference of two trajectories over one step within ranges: δs' = A δs + B w + B_x δx, z = C δs + D w + D_x δx and
/// y = C_y δs + D_y w + D_yx δx with |w_j| ≤ |z_j|. Every factor between two differences lies in m ± r unit by unit; what m says is exact,
/// what r leaves open is a channel w, whose z has been multiplied by r. Exact for finite differences (mean values, midpoints) and for
/// derivatives.
/// </summary>
internal sealed class StructuredStep
{
    /// <summary>So many factors become channels in any case; further ones as long as all channels have at most <see cref="MostUnits"/>.
    /// What remains is taken entry by entry, so that a long step is no square of it; no norm is found then.</summary>
    private const int FreeChannels = 32;

    private const int MostUnits = 1024;

    private readonly SetStep step;
    private readonly SetRanges ranges;
    private readonly int t;
    private readonly MergedFactors merged;
    private readonly List<int> widths = [];
    private readonly List<IntervalMatrix?[]> arguments = [];
    private readonly List<StructuredFactor> found = [];
    private readonly Dictionary<(int Signal, int Source), IntervalMatrix> blocks = [];

    /// <param name="step">The step.</param>
    /// <param name="ranges">Ranges of all signals; finite.</param>
    /// <param name="t">The step of the ranges.</param>
    public StructuredStep(SetStep step, SetRanges ranges, int t)
    {
        (this.step, this.ranges, this.t) = (step, ranges, t);
        merged = new MergedFactors(step, ranges, t);
        foreach (int source in Enumerable.Range(0, step.Sources.Count))
        {
            blocks[(step.Sources[source], source)] = IntervalMatrix.Identity(step.Widths[step.Sources[source]]);
            widths.Add(step.Widths[step.Sources[source]]);
        }

        foreach (SetNode node in step.Nodes.Where(n => !merged.Contains(n.Number)))
        {
            Differences(node);
        }

        States = Enumerable.Range(0, step.Cell.States.Count).Sum(s => step.Widths[step.State(s)]);
        Channels = widths.Skip(step.Sources.Count).Sum();
        Outputs = step.Widths[step.Output];
        Inputs = step.Cell.InputWidth;
        Matrix = Assemble();
    }

    /// <summary>Units of all states.</summary>
    public int States { get; }

    /// <summary>Units of all channels; each after those that its argument depends on.</summary>
    public int Channels { get; }

    /// <summary>Units of the output.</summary>
    public int Outputs { get; }

    /// <summary>Where the units of the output are among those of the new states; null where it is none of them.</summary>
    public int? OutputUnit
    {
        get
        {
            int state = Enumerable.Range(0, step.Cell.States.Count).FirstOrDefault(s => step.Next(s) == step.Output, -1);
            return state < 0 ? null : Enumerable.Range(0, state).Sum(s => step.Widths[step.State(s)]);
        }
    }

    /// <summary>Channels of all inputs.</summary>
    public int Inputs { get; }

    /// <summary>[states, channels, outputs] by [states, channels, inputs].</summary>
    public IntervalMatrix Matrix { get; }

    /// <summary>The matrix and what its blocks are.</summary>
    public StepDifferences Blocks => new(Matrix, States, Channels);

    /// <summary>All factors between differences, in the order of their channels.</summary>
    public IReadOnlyList<StructuredFactor> Factors => found;

    /// <summary>Whether all of it is finite: the ranges were.</summary>
    public bool IsFinite => Array.TrueForAll(Matrix.Centre, double.IsFinite) && Array.TrueForAll(Matrix.Radius, double.IsFinite);

    /// <summary>Units of channels that act on new states (or on these and the output) and depend on states (or on these and the input), by
    /// themselves or through others.</summary>
    /// <param name="withOutput">Whether those that act on the output count.</param>
    /// <param name="fromStates">Whether those that depend on states count.</param>
    /// <param name="fromInputs">Whether those that depend on inputs count.</param>
    public int[] ChannelsBetween(bool withOutput, bool fromStates, bool fromInputs)
    {
        int first = step.Sources.Count;
        var targets = Enumerable.Range(0, step.Cell.States.Count).Select(step.Next).ToList();
        if (withOutput)
        {
            targets.Add(step.Output);
        }

        bool[] acts = new bool[arguments.Count];
        for (int k = acts.Length - 1; k >= 0; k--)
        {
            int source = first + k;
            acts[k] = targets.Exists(target => blocks.ContainsKey((target, source)));
            for (int later = k + 1; later < acts.Length && !acts[k]; later++)
            {
                acts[k] = acts[later] && DependsOn(later, source);
            }
        }

        bool[] depends = new bool[acts.Length];
        var units = new List<int>();
        int start = 0;
        for (int k = 0; k < acts.Length; k++)
        {
            for (int source = 0; source < first + k && !depends[k]; source++)
            {
                depends[k] =
                    DependsOn(k, source)
                    && (
                        source >= first ? depends[source - first]
                        : source < step.Inputs ? fromInputs
                        : fromStates
                    );
            }

            if (acts[k] && depends[k])
            {
                units.AddRange(Enumerable.Range(start, widths[first + k]));
            }

            start += widths[first + k];
        }

        return [.. units];
    }

    /// <summary>Which factor's channel a unit belongs to, counted in their order; -1 for none.</summary>
    public int Group(int channel)
    {
        int group = -1;
        for (int start = 0; channel >= start; start += widths[step.Sources.Count + group])
        {
            group++;
        }

        return group;
    }

    /// <summary>Some rows and columns of the matrix.</summary>
    public IntervalMatrix Part(int[] rows, int[] columns)
    {
        var part = new IntervalMatrix(rows.Length, columns.Length);
        for (int k = 0; k < part.Centre.Length; k++)
        {
            int from = (rows[k / columns.Length] * Matrix.Columns) + columns[k % columns.Length];
            (part.Centre[k], part.Radius[k]) = (Matrix.Centre[from], Matrix.Radius[from]);
        }

        return part;
    }

    private bool DependsOn(int channel, int source) => source < arguments[channel].Length && arguments[channel][source] is not null;

    private void Differences(SetNode node)
    {
        int width = step.Widths[node.Number];
        if (node is SumSet sum)
        {
            for (int source = 0; source < widths.Count; source++)
            {
                int current = source;
                if (node.Arguments.Any(a => blocks.ContainsKey((a, current))))
                {
                    var own = new IntervalMatrix(width, widths[source]);
                    sum.AddDerivative(ranges, t, a => blocks.GetValueOrDefault((a, current)), own);
                    own.Close();
                    blocks[(node.Number, source)] = own;
                }
            }

            return;
        }

        Apply(node.Number, merged.Collect((LocalNode)node, width));
    }

    /// <summary>Σ (m ± r)∘(signal): m exactly, and a channel for every r that is not 0.</summary>
    private void Apply(int node, Dictionary<int, (Enclosure[] Range, SlopeFactor[]? Parts)> factors)
    {
        foreach ((int signal, (Enclosure[] factor, SlopeFactor[]? of)) in factors)
        {
            if (arguments.Count >= FreeChannels && widths.Skip(step.Sources.Count).Sum() + step.Widths[node] > MostUnits)
            {
                for (int source = 0; source < widths.Count; source++)
                {
                    if (blocks.GetValueOrDefault((signal, source)) is { } block)
                    {
                        Own(node, source).AddScaled(unit => factor[unit], block);
                    }
                }

                continue;
            }

            (double Middle, double Radius)[] parts = [.. factor.Select(StructuredFactor.Split)];
            var argument = new IntervalMatrix?[widths.Count];
            for (int source = 0; source < argument.Length; source++)
            {
                if (blocks.GetValueOrDefault((signal, source)) is { } block)
                {
                    Own(node, source).AddScaled(unit => parts[unit].Middle, block);
                    argument[source] = new IntervalMatrix(block.Rows, block.Columns);
                    argument[source]!.AddScaled(unit => parts[unit].Radius, block);
                    argument[source]!.Close();
                }
            }

            bool isOpen = parts.Any(p => p.Radius > 0) && argument.Any(a => a is not null);
            found.Add(new StructuredFactor(node, signal, factor, of, isOpen ? arguments.Count : -1));
            if (isOpen)
            {
                widths.Add(factor.Length);
                arguments.Add(argument);
                blocks[(node, widths.Count - 1)] = IntervalMatrix.Identity(factor.Length);
            }
        }

        for (int source = 0; source < widths.Count; source++)
        {
            blocks.GetValueOrDefault((node, source))?.Close();
        }
    }

    private IntervalMatrix Own(int node, int source)
    {
        if (!blocks.TryGetValue((node, source), out IntervalMatrix? own))
        {
            blocks[(node, source)] = own = new IntervalMatrix(step.Widths[node], widths[source]);
        }

        return own;
    }

    private IntervalMatrix Assemble()
    {
        var whole = new IntervalMatrix(States + Channels + Outputs, States + Channels + Inputs);
        int row = 0;
        foreach (int state in Enumerable.Range(0, step.Cell.States.Count))
        {
            Copy(source => blocks.GetValueOrDefault((step.Next(state), source)), step.Widths[step.Next(state)]);
        }

        foreach ((IntervalMatrix?[] argument, int width) in arguments.Zip(widths.Skip(step.Sources.Count)))
        {
            Copy(source => source < argument.Length ? argument[source] : null, width);
        }

        Copy(source => blocks.GetValueOrDefault((step.Output, source)), Outputs);
        return whole;

        void Copy(Func<int, IntervalMatrix?> of, int width)
        {
            int column = 0;
            foreach (int source in Order())
            {
                of(source)?.CopyTo(whole, row, column);
                column += widths[source];
            }

            row += width;
        }
    }

    /// <summary>States, channels, inputs.</summary>
    private IEnumerable<int> Order() => Enumerable.Range(step.Inputs, widths.Count - step.Inputs).Concat(Enumerable.Range(0, step.Inputs));
}
