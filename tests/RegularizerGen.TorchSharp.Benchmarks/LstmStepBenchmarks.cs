using System;
using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using RegularizerGen.Benchmarks;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Benchmarks;

/// <summary>A training step (forward, backward, Adam) of an LSTM on one thread: generated, torch's fused nn.LSTM, and the same cell written
/// in torch operators, which is what any other cell costs there. Each runs in a process of its own.</summary>
public class LstmStepBenchmarks
{
    private TrainingStep generated = null!;
    private Action torchStep = null!;

    [ParamsSource(nameof(Sizes))]
    public StepSize Size { get; set; } = null!;

    public static IEnumerable<StepSize> Sizes => StepSize.All;

    [GlobalSetup(Target = nameof(Generated))]
    public void SetUpGenerated() => generated = new TrainingStep(Size);

    [GlobalSetup(Target = nameof(NnLstm))]
    public void SetUpNnLstm()
    {
        set_num_threads(1);
        Modules.LSTM lstm = nn.LSTM(Size.Inputs, Size.Units);
        Tensor x = (rand(Size.Steps, Size.Batch, Size.Inputs) - 0.5f) * 2;
        torchStep = Step(lstm.parameters(), () => lstm.forward(x).Item1, Targets());
    }

    [GlobalSetup(Target = nameof(Operators))]
    public void SetUpOperators()
    {
        set_num_threads(1);
        float reach = 1 / MathF.Sqrt(Size.Units);
        Modules.Parameter Draw(params long[] shape) => new((rand(shape) - 0.5f) * (2 * reach));
        Modules.Parameter w = Draw(Size.Inputs, 4 * Size.Units);
        Modules.Parameter u = Draw(Size.Units, 4 * Size.Units);
        Modules.Parameter b = Draw(4 * Size.Units);
        Tensor x = (rand(Size.Steps, Size.Batch, Size.Inputs) - 0.5f) * 2;
        torchStep = Step([w, u, b], Forward, Targets());

        Tensor Forward()
        {
            var outputs = new List<Tensor>();
            Tensor h = zeros(Size.Batch, Size.Units);
            Tensor c = zeros(Size.Batch, Size.Units);
            Tensor ahead = x.matmul(w) + b;
            for (int t = 0; t < Size.Steps; t++)
            {
                Tensor[] gates = (ahead[t] + h.matmul(u)).chunk(4, 1);
                c = (gates[1].sigmoid() * c) + (gates[0].sigmoid() * gates[2].tanh());
                h = gates[3].sigmoid() * c.tanh();
                outputs.Add(h);
            }

            return stack(outputs);
        }
    }

    [Benchmark(Baseline = true)]
    public void Generated() => generated.Run();

    [Benchmark]
    public void NnLstm() => torchStep();

    [Benchmark]
    public void Operators() => torchStep();

    private Tensor Targets() => (rand(Size.Steps, Size.Batch, Size.Units) - 0.5f) * 2;

    private static Action Step(IEnumerable<Modules.Parameter> parameters, Func<Tensor> forward, Tensor targets)
    {
        Modules.Adam adam = optim.Adam(parameters);
        return () =>
        {
            using DisposeScope scope = NewDisposeScope();
            adam.zero_grad();
            (forward() - targets).square().mean().backward();
            adam.step();
        };
    }
}
