using System;
using BenchmarkDotNet.Attributes;
using RegularizerGen.Samples.CellZoo;

namespace RegularizerGen.Benchmarks;

/// <summary>Forward and backward pass of other cells beside the LSTM's, which makes 4 products with a matrix of the order of the units per
/// step: a GRU makes 3, an LSTM with peepholes 4 and three elementwise ones. 8 inputs, 64 steps, batch of 32.</summary>
[MemoryDiagnoser]
public class CellStepBenchmarks
{
    private const int Steps = 64;
    private const int Batch = 32;
    private const int Inputs = 8;

    private Lstm.Parameters<float> lstm = null!;
    private Lstm.Parameters<float> lstmGradients = null!;
    private Lstm.Unrolled<float> lstmUnrolled = null!;
    private Gru.Parameters<float> gru = null!;
    private Gru.Parameters<float> gruGradients = null!;
    private Gru.Unrolled<float> gruUnrolled = null!;
    private PeepholeLstm.Parameters<float> peephole = null!;
    private PeepholeLstm.Parameters<float> peepholeGradients = null!;
    private PeepholeLstm.Unrolled<float> peepholeUnrolled = null!;
    private float[] inputs = null!;
    private float[] outputGradient = null!;

    [Params(32, 64, 128)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        double reach = 1 / Math.Sqrt(Units);
        lstm = new Lstm.Parameters<float>(Inputs, Units);
        lstm.FillUniform(random, reach);
        lstmGradients = new Lstm.Parameters<float>(lstm.Shape);
        lstmUnrolled = new Lstm.Unrolled<float>(lstm.Shape, Steps, Batch);
        gru = new Gru.Parameters<float>(Inputs, Units);
        gru.FillUniform(random, reach);
        gruGradients = new Gru.Parameters<float>(gru.Shape);
        gruUnrolled = new Gru.Unrolled<float>(gru.Shape, Steps, Batch);
        peephole = new PeepholeLstm.Parameters<float>(Inputs, Units);
        peephole.FillUniform(random, reach);
        peepholeGradients = new PeepholeLstm.Parameters<float>(peephole.Shape);
        peepholeUnrolled = new PeepholeLstm.Unrolled<float>(peephole.Shape, Steps, Batch);
        inputs = TrainingStep.Draw(random, Steps * Batch * Inputs, 1);
        outputGradient = TrainingStep.Draw(random, Steps * Batch * Units, 1e-3f);
    }

    [Benchmark(Baseline = true)]
    public void Step_Lstm()
    {
        lstmUnrolled.Forward(lstm.View, inputs);
        lstmUnrolled.Backward(lstm.View, inputs, outputGradient, lstmGradients.View);
    }

    [Benchmark]
    public void Step_Gru()
    {
        gruUnrolled.Forward(gru.View, inputs);
        gruUnrolled.Backward(gru.View, inputs, outputGradient, gruGradients.View);
    }

    [Benchmark]
    public void Step_PeepholeLstm()
    {
        peepholeUnrolled.Forward(peephole.View, inputs);
        peepholeUnrolled.Backward(peephole.View, inputs, outputGradient, peepholeGradients.View);
    }
}
