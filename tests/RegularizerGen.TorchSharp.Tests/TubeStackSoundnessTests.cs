using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>No certificate around a sequence is exceeded by what torch's own modules do: outputs of sampled and climbed sequences of the
/// box, Jacobians by autograd, in float64.</summary>
public sealed class TubeStackSoundnessTests(ITestOutputHelper output) : TorchTest
{
    private const int Inputs = 2;
    private const int Units = 3;
    private const int Steps = 5;
    private const int Seed = 20261128;

    // What torch's own passes round: certificates are about exact arithmetic.
    private const double Tolerance = 1e-10;

    public static TheoryData<string, int, bool> Stacks =>
        [
            .. Networks.Kinds.SelectMany(k =>
                new[] { (k, 1, false), (k, 2, false), (k, 3, false), (k, 1, true), (k, 2, true), (k, 3, true) }
            ),
        ];

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Certificate_IsNeverExceededByTheModule(string kind, int layers, bool bidirectional)
    {
        random.manual_seed(Seed);
        int draw = 0;
        foreach (double radius in new[] { 0.01, 0.1, 0.6 })
        {
            foreach (double scale in new[] { 0.5, 1.5, 4 })
            {
                using DisposeScope scope = NewDisposeScope();
                int width = bidirectional ? 2 * Units : Units;
                nn.Module module = Networks.Create(kind, Inputs, Units, layers, bidirectional, scale: scale, bias: draw % 3 != 1);
                Modules.Linear? readOut = draw++ % 2 == 1 ? (Modules.Linear)nn.Linear(width, 2).to(ScalarType.Float64) : null;
                Tensor nominal = randn([Steps, 1, Inputs], dtype: ScalarType.Float64);
                Tensor[] initial = TubeNetworks.States(kind, layers, bidirectional ? 2 : 1, 1, Units, 0.5);
                TubeCertificate certificate = TubeNetworks.CertifyAround(
                    module,
                    kind,
                    nominal,
                    new TubeOptions { Radius = radius },
                    readOut,
                    initial
                )[0];
                var attack = new TubeStackAttack(module, readOut, nominal, initial, radius);
                Tensor reached = attack.Climb(climbs: 3);
                AssertBand(certificate, attack, reached, $"radius {radius}, scale {scale}");
                AssertGains(certificate.Gains!, attack, reached, $"radius {radius}, scale {scale}");
            }
        }
    }

    /// <summary>Gradient ascent finds most of what is certified (the table of docs/sets.md). In one direction two layers are certified as
    /// one cell; in both, the band of the second knows of the first but its ranges, gains know more.</summary>
    [Theory]
    [InlineData(1, false, new[] { 1.02, 1.04, 1.1, 1.4 })]
    [InlineData(2, false, new[] { 1.1, 1.1, 1.3, 2.0 })]
    [InlineData(1, true, new[] { 1.02, 1.04, 1.1, 1.4 })]
    [InlineData(2, true, new[] { 5.0, 5.0, 6.0, 9.0 })]
    public void CertifiedMovement_IsAlmostReached(int layers, bool bidirectional, double[] most)
    {
        random.manual_seed(Seed);
        nn.Module module = Networks.Create("LSTM", 2, 12, layers, bidirectional);
        Tensor nominal = randn([12, 1, 2], dtype: ScalarType.Float64);
        Tensor[] initial = TubeNetworks.States("LSTM", layers, bidirectional ? 2 : 1, 1, 12, 0);
        double[] radii = [0.02, 0.05, 0.1, 0.3];
        for (int k = 0; k < radii.Length; k++)
        {
            double radius = radii[k];
            var attack = new TubeStackAttack(module, null, nominal, initial, radius);
            Tensor y = attack.Outputs(attack.Climb(climbs: 6));
            Tensor found = (y - y.narrow(1, 0, 1)).abs().amax([1]);
            TubeCertificate certificate = TubeNetworks.CertifyAround(module, "LSTM", nominal, new TubeOptions { Radius = radius })[0];
            double ratio = certificate.Movement.Sum(step => step.Sum()) / found.sum().item<double>();
            double last = radius * certificate.Gains!.ByOutputs.Sum(o => o.Peak) / found[-1].sum().item<double>();
            output.WriteLine(
                $"LSTM, {layers} layer(s), bidirectional {bidirectional}, radius {radius}: {ratio:F3}; last output by gains {last:F3}."
            );
            Assert.InRange(ratio, 1, most[k]);
            Assert.True(last >= 1);
        }
    }

    private static void AssertBand(TubeCertificate certificate, TubeStackAttack attack, Tensor sequences, string where)
    {
        Assert.Equal(Steps, certificate.BoundedSteps);
        Tensor y = attack.Outputs(sequences);
        (int count, int outputs) = ((int)y.shape[1], (int)y.shape[2]);
        double[] values = Networks.Values(y);
        for (int k = 0; k < values.Length; k++)
        {
            (int t, int j) = (k / outputs / count, k % outputs);
            double nominal = values[(t * count * outputs) + j]; // the first sequence
            string what = $"{where}, step {t}, output {j}";
            Assert.True(values[k] <= certificate.Upper[t][j] + Tolerance, $"{what}: {values[k]:R} > {certificate.Upper[t][j]:R}");
            Assert.True(values[k] >= certificate.Lower[t][j] - Tolerance, $"{what}: {values[k]:R} < {certificate.Lower[t][j]:R}");
            double moved = Math.Abs(values[k] - nominal);
            Assert.True(moved <= certificate.Movement[t][j] + Tolerance, $"{what}: moved {moved:R} > {certificate.Movement[t][j]:R}");
        }

        AssertMargins(certificate.Margins!, values[^(count * outputs)..], outputs, where);
    }

    private static void AssertMargins(TubeMargins margins, double[] last, int outputs, string where)
    {
        Assert.Equal(last[..outputs].Max(), last[margins.Label], Tolerance); // of the nominal sequence
        for (int k = 0; k < last.Length; k++)
        {
            double margin = last[(k / outputs * outputs) + margins.Label] - last[k];
            Assert.True(margin >= margins.Least[k % outputs] - Tolerance, $"{where}: margin {margin:R} < {margins.Least[k % outputs]:R}");
        }
    }

    private static void AssertGains(TubeGains gains, TubeStackAttack attack, Tensor sequences, string where)
    {
        foreach ((Tensor inputs, Tensor[] states, int row) in attack.Jacobians(sequences))
        {
            double[] found = Networks.Values(inputs.abs().amax([1]));
            for (int k = 0; k < found.Length; k++)
            {
                double bound = gains.Entries[k / Inputs][(row * Inputs) + (k % Inputs)];
                Assert.True(found[k] <= bound + Tolerance, $"{where}, output {row}, input {k}: {found[k]:R} > {bound:R}");
            }

            // Layer by layer, direction by direction, h before c.
            double[] starts = Networks.Values(stack(states.Select(s => s.abs().amax([1])), 1));
            for (int k = 0; k < starts.Length; k++)
            {
                double bound = gains.InitialStates[(row * starts.Length) + k];
                Assert.True(starts[k] <= bound + Tolerance, $"{where}, output {row}, state {k}: {starts[k]:R} > {bound:R}");
            }

            double[] peaks = Networks.Values(inputs.abs().sum(2).amax([1]));
            Assert.True(
                peaks.Sum() <= gains.ByOutputs[row].Peak + Tolerance || !double.IsFinite(gains.Peak),
                $"{where}, output {row}: peak"
            );
        }
    }
}
