using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;

namespace RegularizerGen.Stacks;

/// <summary>
/// A nominal sequence of a bidirectional stack, and the box around it. Every direction of a layer is a tube of its own, the second over the
/// reversed sequence; above the first layer its inputs have the ranges of the outputs below. A function of both outputs is bounded by the
/// sum of the bounds of its two parts.
/// </summary>
internal sealed class BidirectionalNeighbourhood : INeighbourhood
{
    private const int Directions = 2;

    private readonly IReadOnlyList<StackUnit> units;
    private readonly OutputRows[] rows;
    private readonly string name;
    private readonly TubeOptions options;
    private readonly InputSet[] first;
    private readonly TubeOptions[] starts;
    private readonly int steps;

    /// <param name="units">Layer by layer, direction by direction.</param>
    /// <param name="rows">By direction, its part of the functions of the last layer's outputs.</param>
    /// <param name="name">What the certificate is of.</param>
    /// <param name="nominal">The nominal inputs [steps, inputs].</param>
    /// <param name="options">What is to be covered.</param>
    /// <exception cref="ArgumentException">The nominal inputs or states lie outside of the ranges given or declared.</exception>
    public BidirectionalNeighbourhood(IReadOnlyList<StackUnit> units, OutputRows[] rows, string name, double[] nominal, TubeOptions options)
    {
        (this.units, this.rows, this.name, this.options) = (units, rows, name, options);
        int width = units[0].Cell.InputWidth;
        steps = nominal.Length / width;
        starts = [.. Starts()];
        first =
        [
            InputSet.Around(units[0].Cell, nominal, starts[0]),
            InputSet.Around(
                units[1].Cell,
                Reversed(nominal, width),
                starts[1] with
                {
                    Lower = options.Lower is null ? null : Reversed([.. options.Lower], width),
                    Upper = options.Upper is null ? null : Reversed([.. options.Upper], width),
                }
            ),
        ];
        for (int unit = Directions; unit < units.Count; unit++)
        {
            InputSet.InitialStates(units[unit].Cell, starts[unit]); // mistakes are said before anything is computed
        }
    }

    public double Distance(double factor) => Scaled(0, factor).LargestRadius;

    public TubeCertificate Certify(double factor, bool withGains, Action<double>? progress)
    {
        var tubes = new List<UnitTube>();
        for (int unit = 0; unit < units.Count; unit++)
        {
            tubes.Add(Tube(tubes, factor, progress));
        }

        return new BidirectionalCertificate(tubes, [.. units.Select(u => u.Weights)], steps).Compose(
            name,
            Scaled(0, factor).Radius,
            withGains
        );
    }

    private UnitTube Tube(List<UnitTube> below, double factor, Action<double>? progress)
    {
        int unit = below.Count;
        (CellCore cell, SetWeights weights) = (units[unit].Cell, units[unit].Weights);
        bool isLast = unit >= units.Count - Directions;
        OutputRows? functions = isLast ? rows[unit % Directions] : null;
        OutputRows own = functions ?? OutputRows.Units(cell.OutputWidth);
        UnitTube[] layer = [.. below.Skip((unit / Directions * Directions) - Directions).Take(Directions)];
        bool isKnown = unit < Directions || layer.All(l => l.Bounded == steps);
        InputSet set =
            unit < Directions || !isKnown
                ? Scaled(unit % Directions, factor)
                : Above(cell, layer, unit % Directions, starts[unit] with { InitialRadius = factor * options.InitialRadius });
        Action<double>? share = progress is null ? null : p => progress((unit + p) / units.Count);
        var analysis = new TubeAnalysis(cell, weights, functions, set, options.Effort, share, options.Cancellation);
        return isKnown ? new UnitTube(analysis, own) : new UnitTube(analysis, weights, own, steps);
    }

    private InputSet Scaled(int direction, double factor) => factor == 1 ? first[direction] : first[direction].Scaled(factor);

    /// <summary>What arrives from the layer below, in the order of a direction's own steps.</summary>
    private InputSet Above(CellCore cell, UnitTube[] layer, int direction, TubeOptions own)
    {
        return InputSet.Above(cell, Both(u => u.Nominal), Both(u => u.Reach), own);

        (double[] Lower, double[] Upper) Both(Func<UnitTube, IReadOnlyList<(double[] Lower, double[] Upper)>> of) =>
            (
                [.. Enumerable.Range(0, steps).SelectMany(s => layer.SelectMany((u, below) => of(u)[Step(s, below)].Lower))],
                [.. Enumerable.Range(0, steps).SelectMany(s => layer.SelectMany((u, below) => of(u)[Step(s, below)].Upper))]
            );

        int Step(int step, int below) => StackShape.Step(below, StackShape.Step(direction, step, steps), steps);
    }

    /// <summary>The options of every unit, with its own states.</summary>
    private IEnumerable<TubeOptions> Starts()
    {
        int count = units.Sum(u => u.Cell.States.Count);
        if (options.InitialStates is { } given && given.Count != count)
        {
            throw new ArgumentException(
                $"{nameof(TubeOptions)}.{nameof(TubeOptions.InitialStates)} has {given.Count} states; the stack has {count}.",
                nameof(options)
            );
        }

        int next = 0;
        foreach (StackUnit unit in units)
        {
            int own = unit.Cell.States.Count;
            yield return options with
            {
                InitialStates = options.InitialStates?.Skip(next).Take(own).ToArray(),
            };
            next += own;
        }
    }

    private static double[] Reversed(double[] sequence, int width) => [.. sequence.Chunk(width).Reverse().SelectMany(s => s)];
}
