using System;
using BenchmarkDotNet.Attributes;
using RegularizerGen.Cells.Tests;

namespace RegularizerGen.Benchmarks;

/// <summary>Inference one step at a time: an LSTM with as many inputs as units, one sequence.</summary>
[MemoryDiagnoser]
public class StreamBenchmarks
{
    private CellStream<float> stream = null!;
    private float[] inputs = null!;

    [Params(32, 64)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var parameters = new Lstm.Parameters<float>(Units, Units);
        parameters.FillUniform(random, 1 / Math.Sqrt(Units));
        stream = Lstm.Stream<float>(parameters.View);
        inputs = TrainingStep.Draw(random, Units, 1);
    }

    [Benchmark]
    public float Next() => stream.Next(inputs)[0];
}
