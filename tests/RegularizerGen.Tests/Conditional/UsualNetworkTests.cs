using System;
using System.Linq;
using RegularizerGen.Tests.Structured;

namespace RegularizerGen.Tests.Conditional;

/// <summary>What observed ranges are worth: an LSTM as PyTorch initialises it, which nothing proves to forget over the whole box.</summary>
public sealed class UsualNetworkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1.025)]
    [InlineData(2, 0.975)]
    [InlineData(3, 0.995)]
    [InlineData(4, 0.915)]
    [InlineData(5, 1.02)]
    public void LstmAtUsualInitialisation_IsContractiveOnObservedRanges(int seed, double atMost)
    {
        CellDescription lstm = DrawnCell.All["Lstm"];
        int[] sizes = [4, 16];
        var random = new Random(seed);
        double[] parameters = [.. ConditionalCase.Draw(random, lstm.ParameterCount(sizes)).Select(x => x / 4)];
        double[] inputs = ConditionalCase.Draw(random, 4000 * 4);
        SignalRanges seen = lstm.ObserveRanges(sizes, parameters, inputs);
        var options = new ConditionalOptions { Perturbation = Perturbation.Peak, Radius = 1e-5 };
        ConditionalCertificate narrow = lstm.CertifyWithin(sizes, seen.WithMargin(0.05), options, parameters);
        ConditionalCertificate wide = lstm.CertifyWithin(sizes, seen.WithMargin(0.1), options, parameters);
        output.WriteLine($"seed {seed}: {narrow.Rate:F4} at 5 %, {wide.Rate:F4} at 10 % on either side; gain {narrow.Gains.Gain:F1}");
        Assert.True(narrow.IsConditionallyContractive);
        Assert.InRange(wide.Rate, narrow.Rate, atMost);
        var stream = lstm.Stream(sizes, parameters);
        stream.Monitor = new RangeMonitor(narrow);
        for (int start = 0; start < inputs.Length; start += 4)
        {
            _ = stream.Next(inputs.AsSpan(start, 4));
        }

        Assert.True(stream.Monitor.IsQuiet, $"{stream.Monitor.Violation}");
    }
}
