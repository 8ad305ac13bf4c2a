using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.CellZoo;
using RegularizerGen.Training;
using TorchSharp;
using TorchSharp.PyBridge;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests.Training;

/// <summary>Weights that go through safetensors files to torch and back, written and read there by TorchSharp.PyBridge: the same outputs
/// on both sides.</summary>
public sealed class StateFileTests : TorchTest
{
    private const int X = 3;
    private const int H = 5;
    private const int Steps = 7;
    private const int Batch = 2;

    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "model.safetensors");
    private readonly float[] inputs = [.. Enumerable.Range(0, Steps * Batch * X).Select(k => MathF.Sin(k))];

    [Theory]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    [InlineData("RnnTanh")]
    public void FilesOfEitherSide_GiveTheSameOutputsOnTheOther(string kind)
    {
        nn.Module module = Networks.Create(kind, X, H, type: ScalarType.Float32);
        (CellParameters<float> cell, PyTorchNames names, Func<float[]> forward) = Cell(kind);
        StateDictionary<float> state = new StateDictionary<float>().Add(cell, names);

        cell.FillUniform(new Random(1), 1);
        state.Save(path);
        module.load_safetensors(path);
        Near(Forward(module), forward(), 1e-6);

        foreach (Modules.Parameter parameter in module.parameters())
        {
            using IDisposable noGradient = no_grad();
            parameter.normal_();
        }

        module.save_safetensors(path);
        state.Load(path);
        Near(Forward(module), forward(), 1e-6);
    }

    [Fact]
    public void ReadOut_AndItsCell_AreOneModel()
    {
        using var model = new Model();
        var cell = new Lstm.Parameters<float>(X, H);
        var readOut = new LinearReadOut<float>(H, 2);
        StateDictionary<float> state = new StateDictionary<float>().Add(cell, PyTorchNames.Lstm, "recurrent.").Add(readOut, "linear.");
        model.save_safetensors(path);
        state.Load(path);
        float[] outputs = new float[Steps * Batch * 2];
        var unrolled = new Lstm.Unrolled<float>(cell.Shape, Steps, Batch);
        unrolled.Forward(cell.View, inputs);
        readOut.Forward(unrolled.Output, outputs);
        Near(model.forward(tensor(inputs).reshape(Steps, Batch, X)), outputs, 1e-6);
        Initializer.Constant(0.25).Fill(cell.Span, new Random(1));
        state.Save(path);
        model.load_safetensors(path);
        Assert.All(Networks.Values(model.recurrent.get_parameter("weight_hh_l0")!), v => Assert.Equal(0.25, v));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void OtherTypes_AreReadAsTorchRoundsThem(ScalarType type)
    {
        nn.Module module = Networks.Create("RnnTanh", X, H, type: ScalarType.Float32).to(type);
        module.save_safetensors(path);
        var values = new Dictionary<string, float[]>();
        var state = new StateDictionary<float>();
        foreach ((string name, Modules.Parameter parameter) in module.named_parameters())
        {
            values[name] = new float[parameter.numel()];
            state.Add(name, values[name], [.. parameter.shape.Select(s => (int)s)]);
        }

        state.Load(path);
        foreach ((string name, Modules.Parameter parameter) in module.named_parameters())
        {
            Assert.Equal(parameter.to(ScalarType.Float32).data<float>().ToArray(), values[name]);
        }
    }

    private (CellParameters<float> Cell, PyTorchNames Names, Func<float[]> Forward) Cell(string kind)
    {
        switch (kind)
        {
            case "LSTM":
                var lstm = new Lstm.Parameters<float>(X, H);
                var overLstm = new Lstm.Unrolled<float>(lstm.Shape, Steps, Batch);
                return (lstm, PyTorchNames.Lstm, () => Run(() => overLstm.Forward(lstm.View, inputs), overLstm));
            case "GRU":
                var gru = new GruResetAfter.Parameters<float>(X, H);
                var overGru = new GruResetAfter.Unrolled<float>(gru.Shape, Steps, Batch);
                return (gru, PyTorchNames.Gru, () => Run(() => overGru.Forward(gru.View, inputs), overGru));
            default:
                var elman = new Elman.Parameters<float>(X, H);
                var overElman = new Elman.Unrolled<float>(elman.Shape, Steps, Batch);
                return (elman, PyTorchNames.Rnn, () => Run(() => overElman.Forward(elman.View, inputs), overElman));
        }

        static float[] Run(Action forward, Passes.UnrolledCell<float> unrolled)
        {
            forward();
            return unrolled.Output.ToArray();
        }
    }

    private Tensor Forward(nn.Module module)
    {
        Tensor x = tensor(inputs).reshape(Steps, Batch, X);
        return module switch
        {
            Modules.LSTM lstm => lstm.forward(x).Item1,
            Modules.GRU gru => gru.forward(x).Item1,
            _ => ((Modules.RNN)module).forward(x, null).Item1,
        };
    }

    private static void Near(Tensor expected, float[] actual, double tolerance)
    {
        double[] values = Networks.Values(expected);
        Assert.Equal(values.Length, actual.Length);
        Assert.All(Enumerable.Range(0, actual.Length), k => Assert.Equal(values[k], actual[k], tolerance));
    }

    /// <summary>As one writes it for torch.</summary>
    private sealed class Model : nn.Module<Tensor, Tensor>
    {
        internal readonly Modules.LSTM recurrent = nn.LSTM(X, H);
        private readonly Modules.Linear linear = nn.Linear(H, 2);

        public Model()
            : base(nameof(Model)) => RegisterComponents();

        public override Tensor forward(Tensor input) => linear.forward(recurrent.forward(input).Item1);
    }
}
