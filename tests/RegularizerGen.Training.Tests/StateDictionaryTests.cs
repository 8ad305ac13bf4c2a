using System;
using System.Linq;
using System.Runtime.InteropServices;
using RegularizerGen.Layouts;
using RegularizerGen.Samples.CellZoo;

namespace RegularizerGen.Training.Tests;

/// <summary>What files look like, and what comes back from them.</summary>
public sealed class StateDictionaryTests
{
    [Fact]
    public void File_IsTheHeaderAndTheDataOfTheFormat()
    {
        using var file = new RawFile();
        var p = new Elman.Parameters<float>(1, 2);
        for (int k = 0; k < p.Span.Length; k++)
        {
            p.Span[k] = k + 0.5f;
        }

        new StateDictionary<float>().Add(p, "cell.").Save(file.Path);
        (string header, byte[] data) = file.Read();
        Assert.Equal(0, header.Length % 8);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"""
                + """ "cell.W":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"""
                + """ "cell.U":{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]},"""
                + """ "cell.b":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}}""",
            header.TrimEnd(' ').Replace("},\"c", "}, \"c", StringComparison.Ordinal)
        );
        Assert.Equal(p.Span, MemoryMarshal.Cast<byte, float>(data));
        Assert.Single(file.Files);
    }

    [Fact]
    public void WhatWasSaved_ComesBack_ToTheBit()
    {
        using var file = new RawFile();
        var p = new PeepholeLstm.Parameters<double>(3, 4);
        var readOut = new LinearReadOut<double>(4, 2);
        p.FillUniform(new Random(1), 1);
        Initializer.Uniform(1).Fill(readOut.Weight, new Random(2));
        double[] own = [1, 2, 3, 4, 5, 6];
        double[] expected = All();
        StateDictionary<double> state = new StateDictionary<double>()
            .Add(p)
            .Add(readOut, "linear.")
            .Add("own", own, 1, 2, 3)
            .Add("none", Array.Empty<double>(), 0, 7);
        state.Save(file.Path);
        p.Span.Clear();
        readOut.Trainable.Values.Span.Clear();
        own.AsSpan().Clear();
        state.Load(file.Path);
        Assert.Equal(expected, All());
        Assert.Contains("pi", state.Names);
        Assert.Contains("linear.bias", state.Names);
        state.Save(file.Path); // over the old one
        state.Load(file.Path);
        Assert.Equal(expected, All());

        double[] All() => [.. p.Span, .. readOut.Trainable.Values.Span, .. own];
    }

    /// <summary>The bits of 1.5, -2 and 1/3 in every type, read as floats and as doubles.</summary>
    [Theory]
    [InlineData("F64", "000000000000F83F00000000000000C0555555555555D53F", 1.0 / 3)]
    [InlineData("F32", "0000C03F000000C0ABAAAA3E", 1f / 3)]
    [InlineData("F16", "003E00C05535", 0.333251953125)]
    [InlineData("BF16", "C03F00C0AB3E", 0.333984375)]
    public void EveryType_IsRead(string type, string hex, double third)
    {
        using var file = new RawFile();
        byte[] data = Convert.FromHexString(hex);
        file.Write($$$"""{"a":{"dtype":"{{{type}}}","shape":[3],"data_offsets":[0,{{{data.Length}}}]}}""", data);
        float[] single = new float[3];
        double[] precise = new double[3];
        new StateDictionary<float>().Add("a", single, 3).Load(file.Path);
        new StateDictionary<double>().Add("a", precise, 3).Load(file.Path);
        Assert.Equal([1.5, -2, third], precise);
        Assert.Equal([1.5f, -2, (float)third], single);
    }

    /// <summary>PyTorch's order of gates, and its two biases: the second is saved as 0, and loaded as a part of the sum.</summary>
    [Fact]
    public void Lstm_IsPackedAsPyTorchDoes()
    {
        using var file = new RawFile();
        var p = new Lstm.Parameters<float>(2, 3);
        p.FillUniform(new Random(1), 1);
        float[] kept = [.. p.Span];
        StateDictionary<float> state = new StateDictionary<float>().Add(p, PyTorchNames.Lstm, "lstm.");
        Assert.Equal(["lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0"], state.Names);
        state.Save(file.Path);

        float[] ih = new float[24],
            hh = new float[36],
            input = new float[12],
            hidden = new float[12];
        StateDictionary<float> packed = new StateDictionary<float>()
            .Add("lstm.weight_ih_l0", ih, 12, 2)
            .Add("lstm.weight_hh_l0", hh, 12, 3)
            .Add("lstm.bias_ih_l0", input, 12)
            .Add("lstm.bias_hh_l0", hidden, 12);
        packed.Load(file.Path);
        PackedLayout layout = PackedLayout.PyTorchLstm;
        Same(p.View.Wf, layout.Matrix<float>(ih, 3, 2, "f"));
        Same(p.View.Ug, layout.Matrix<float>(hh, 3, 3, "g"));
        Assert.Equal(p.View.bo.First, input.AsSpan(9));
        Assert.All(hidden, b => Assert.Equal(0, b));

        hidden.AsSpan(3, 3).Fill(100);
        packed.Save(file.Path);
        state.Load(file.Path);
        Assert.Equal(kept.AsSpan(0, kept.Length - 12), p.Span[..^12]);
        Assert.Equal(kept.AsSpan()[^6..], p.Span[^6..]);
        Assert.Equal(kept.AsSpan()[^12..^9], p.View.bi.First);
        Assert.Equal(kept[^9..^6].Select(b => b + 100), p.View.bf.First.ToArray());
    }

    [Fact]
    public void Gru_KeepsBothBiasesOfItsCandidate_AndRnnHasOneGate()
    {
        using var file = new RawFile();
        var p = new GruResetAfter.Parameters<double>(2, 3);
        p.FillUniform(new Random(1), 1);
        double[] kept = [.. p.Span],
            input = new double[9],
            hidden = new double[9];
        StateDictionary<double> state = new StateDictionary<double>().Add(p, PyTorchNames.Gru with { Suffix = "_l1_reverse" });
        state.Save(file.Path);
        new StateDictionary<double>()
            .Add("bias_ih_l1_reverse", input, 9)
            .Add("bias_hh_l1_reverse", hidden, 9)
            .Load(file.Path, allowOthers: true);
        Assert.Equal([.. p.View.br.First, .. p.View.bz.First, .. p.View.bin.First], input);
        Assert.Equal([0, 0, 0, 0, 0, 0, .. p.View.bhn.First], hidden);
        p.Span.Clear();
        state.Load(file.Path);
        Assert.Equal(kept, p.Span);

        var elman = new Elman.Parameters<double>(2, 3);
        Assert.Equal(
            ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"],
            new StateDictionary<double>().Add(elman, PyTorchNames.Rnn).Names
        );
    }

    [Fact]
    public void WrongUse_IsRefused()
    {
        var lstm = new Lstm.Parameters<float>(2, 3);
        var peephole = new PeepholeLstm.Parameters<float>(2, 3);
        StateDictionary<float> state = new StateDictionary<float>().Add(lstm);
        AdamTests.Refused("no tensor 'Wi' (again)", () => state.Add(lstm));
        AdamTests.Refused("no tensor '__metadata__'", () => state.Add("__metadata__", new float[1], 1));
        AdamTests.Refused("no tensor ''", () => state.Add(string.Empty, new float[1], 1));
        AdamTests.Refused("'a' of [2, 3] is not 5 values", () => state.Add("a", new float[5], 2, 3));
        AdamTests.Refused("is not 0 values", () => state.Add("a", Array.Empty<float>(), 65536, 65536));
        AdamTests.Refused("is not 1 values", () => state.Add("a", new float[1], -1, -1));
        AdamTests.Refused("The weight 'pi' of 'PeepholeLstm' has no place in PyTorch's LSTM", () => state.Add(peephole, PyTorchNames.Lstm));
        AdamTests.Refused("The cell 'Lstm' has no weight 'Wr'", () => state.Add(lstm, PyTorchNames.Gru));
        AdamTests.Refused("Keras's LSTM is not that", () => state.Add(lstm, new PyTorchNames(PackedLayout.KerasLstm)));
        AdamTests.Refused(
            "'Wi' of 'Lstm' is a Matrix of 3 x 2, not the 3 x 3",
            () => state.Add(lstm, PyTorchNames.Lstm with { Recurrent = _ => "Wi" })
        );
        AdamTests.Refused("'bi' is named for two places", () => state.Add(lstm, PyTorchNames.Lstm with { Bias = _ => "bi" }));
        Assert.Equal(12, state.Names.Count);
    }

    private static void Same(MatrixSpan<float> expected, MatrixSpan<float> actual)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        for (int k = 0; k < expected.Rows * expected.Columns; k++)
        {
            Assert.Equal(expected[k / expected.Columns, k % expected.Columns], actual[k / expected.Columns, k % expected.Columns]);
        }
    }
}
