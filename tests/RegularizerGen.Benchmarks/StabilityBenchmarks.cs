using System;
using BenchmarkDotNet.Attributes;
using RegularizerGen.Cells.Tests;

namespace RegularizerGen.Benchmarks;

/// <summary>The stability margin and the tight penalty beside the base penalty, which is the baseline; and what a certificate costs (it is
/// no part of training).</summary>
[MemoryDiagnoser]
public class StabilityBenchmarks
{
    private Lstm.Parameters<float> parameters = null!;
    private Lstm.Parameters<float> gradients = null!;
    private Lstm.TikhonovRegularizer<float> penalty = null!;
    private Lstm.TikhonovRegularizer<float> tight = null!;
    private Lstm.StabilityMargin<float> margin = null!;
    private Lstm.UnitwiseRegularizer<float> unitwise = null!;

    [Params(64)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        parameters = new Lstm.Parameters<float>(inputs: 8, units: Units);
        gradients = new Lstm.Parameters<float>(parameters.Shape);
        parameters.FillUniform(new Random(1), 0.3 / Math.Sqrt(Units));
        var options = new TikhonovOptions { Horizon = 32, SpectralMode = SpectralMode.Tracking };
        penalty = new Lstm.TikhonovRegularizer<float>(parameters.Shape, options);
        tight = new Lstm.TikhonovRegularizer<float>(parameters.Shape, options with { Rules = BoundRules.Tight });
        unitwise = new Lstm.UnitwiseRegularizer<float>(parameters.Shape, options with { Perturbation = Perturbation.Peak });
        margin = new Lstm.StabilityMargin<float>(
            parameters.Shape,
            new StabilityOptions
            {
                Perturbation = Perturbation.Peak,
                Margin = 0.9,
                Iterations = 60,
                SpectralMode = SpectralMode.Tracking,
            }
        );
    }

    [Benchmark(Baseline = true)]
    public double Penalty_BaseRules() => penalty.AddGradient(parameters.View, gradients.View, 1e-3).Penalty;

    [Benchmark]
    public double Penalty_TightRules() => tight.AddGradient(parameters.View, gradients.View, 1e-3).Penalty;

    [Benchmark]
    public double Penalty_UnitByUnit() => unitwise.AddGradient(parameters.View, gradients.View, 1e-3).Penalty;

    [Benchmark]
    public double StabilityMargin_60Iterations() => margin.AddGradient(parameters.View, gradients.View, 1e-3).Penalty;

    [Benchmark]
    public Certificate Certificate_BaseRules() =>
        Lstm.Certify(parameters.View, new CertificateOptions { Perturbation = Perturbation.Peak, Rules = BoundRules.Base });

    [Benchmark]
    public Certificate Certificate_TightRules() =>
        Lstm.Certify(parameters.View, new CertificateOptions { Perturbation = Perturbation.Peak });
}
