using System;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>A cell with sizes, weights and an input bound, all its figures, and the search for what may exceed them.</summary>
/// <param name="Row">The output, or row of the read-out, that is attacked by itself.</param>
internal sealed record Attack(
    CompiledCell Cell,
    int[] Sizes,
    double[] Weights,
    double Bound,
    int Horizon,
    RecurrentNorm Norm,
    double[]? ReadOut,
    int Row
)
{
    public int Width => Cell.InputWidth(Sizes);

    public int Rows => ReadOut is null ? Outputs : ReadOut.Length / Outputs;

    private int Outputs => Cell.OutputWidth(Sizes);

    public static Attack Draw(CompiledCell cell, Random random, int longest, bool unbounded, bool mayReadOut)
    {
        int[] sizes = [.. Enumerable.Range(0, cell.Runner.SizeNames.Count).Select(_ => random.Next(1, 5))];
        double scale = Math.Pow(10, (2.2 * random.NextDouble()) - 1.5);
        var attack = new Attack(
            cell,
            sizes,
            TestCells.RandomArray(random, cell.Runner.ParameterCount(sizes), scale),
            random.Next(unbounded ? 4 : 3) switch
            {
                0 => 0.3,
                1 => 1,
                2 => 2.5,
                _ => double.PositiveInfinity,
            },
            random.Next(1, longest + 1),
            random.Next(4) == 0 ? RecurrentNorm.Frobenius : RecurrentNorm.Spectral,
            ReadOut: null,
            Row: 0
        );
        double[]? readOut = mayReadOut && random.Next(3) == 0 ? TestCells.RandomArray(random, 2 * attack.Outputs, 1) : null;
        attack = attack with { ReadOut = readOut };
        return attack with { Row = random.Next(attack.Rows) };
    }

    public double Gain(Perturbation perturbation, BoundRules rules) =>
        Cell.Runner.Regularize(Sizes, Options(perturbation) with { Rules = rules }, Weights, new double[Weights.Length], 1).Result.Gain;

    public double UnitwiseGain() =>
        Cell.Runner.RegularizeUnitwise(Sizes, Options(Perturbation.Peak), Weights, new double[Weights.Length], 1).Gain;

    /// <summary>With sets, whose figures count where they are below those of the base rules.</summary>
    public Certificate CertifyBySets(Perturbation perturbation, int longestBlock, TimeSpan budget) =>
        Certify(
            new CertificateOptions
            {
                Horizon = Horizon,
                InputBound = Bound,
                Perturbation = perturbation,
                Rules = BoundRules.Base,
                Budget = budget,
                LongestBlock = longestBlock,
            }
        );

    public Certificate Certify(Perturbation perturbation, BoundRules rules)
    {
        var options = new CertificateOptions
        {
            Horizon = Horizon,
            InputBound = Bound,
            Perturbation = perturbation,
            Rules = rules,
        };
        return Certify(options);
    }

    private Certificate Certify(CertificateOptions options) => Cell.Runner.Certify(Sizes, options, Weights, ReadOut);

    /// <summary>Looks for the suprema that all figures are sums of.</summary>
    public Findings Search(Random random, int samples, int climbs)
    {
        var targets = new Targets(
            [.. Enumerable.Range(0, Horizon * Width).Select(k => new Target.Column(k / Width, k % Width))],
            [.. Enumerable.Range(0, Horizon * Width).Select(k => new Target.Entry(Row, k / Width, k % Width))],
            [.. Enumerable.Range(0, Horizon).Select(t => new Target.Spectral(t))],
            [.. Enumerable.Range(0, Horizon).Select(t => new Target.RowSum(t))],
            [.. Enumerable.Range(0, Rows).Select(r => new Target.Movement(r))]
        );
        var search = new SupremumSearch(Cell, Sizes, Weights, Horizon, Bound, targets.All, ReadOut);
        return new Findings(this, targets, search.Run(random, samples, climbs));
    }

    public override string ToString() =>
        $"{Cell.Name} [{string.Join(", ", Sizes)}], |x| ≤ {Bound}, T = {Horizon}{(ReadOut is null ? string.Empty : ", read-out")}";

    private TikhonovOptions Options(Perturbation perturbation) =>
        new()
        {
            Horizon = Horizon,
            InputBound = Bound,
            NormFloor = 0,
            Perturbation = perturbation,
            RecurrentNorm = Norm,
        };
}

/// <summary>What is searched for.</summary>
internal sealed record Targets(
    Target.Column[] Columns,
    Target.Entry[] Entries,
    Target.Spectral[] Spectral,
    Target.RowSum[] RowSums,
    Target.Movement[] Movements
)
{
    public Target[] All => [.. Columns, .. Entries, .. Spectral, .. RowSums, .. Movements];
}

/// <summary>What was found, as the figures put it together: none may lie below.</summary>
internal sealed record Findings(Attack Attack, Targets Targets, SupremumSearch Search)
{
    /// <summary>How far any output moves.</summary>
    public double LargestMovement => Targets.Movements.Max(m => Search.Sum([m]));

    /// <summary>Σ_(t,i) sup ‖column‖² (its root), Σ_t sup ‖·‖₂ or Σ_t sup ‖·‖∞.</summary>
    public double Gain(Perturbation perturbation) =>
        perturbation switch
        {
            Perturbation.WhiteNoise => Search.Root(Targets.Columns),
            Perturbation.Energy => Search.Sum(Targets.Spectral),
            _ => Search.Sum(Targets.RowSums),
        };

    /// <summary>The same where one channel is disturbed alone; under peak, of one output only, which is not more.</summary>
    public double Channel(Perturbation perturbation, int channel) =>
        perturbation switch
        {
            Perturbation.WhiteNoise => Search.Root(Targets.Columns.Where(c => c.Channel == channel)),
            Perturbation.Energy => Search.Sum(Targets.Columns.Where(c => c.Channel == channel)),
            _ => Search.Sum(Targets.Entries.Where(e => e.Channel == channel)),
        };

    /// <summary>
    /// The root of Σ_(t,i) sup ∂² for one output; or how far it moves, under energy by signs that are scaled to Euclidean norm 1.
    /// </summary>
    public double Output(Perturbation perturbation) =>
        perturbation switch
        {
            Perturbation.WhiteNoise => Search.Root(Targets.Entries),
            Perturbation.Energy => Search.Sum([Targets.Movements[Attack.Row]]) / Math.Sqrt(Attack.Width),
            _ => Search.Sum([Targets.Movements[Attack.Row]]),
        };
}
