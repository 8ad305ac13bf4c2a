using System.Globalization;
using System.Linq;
using RegularizerGen.Reports;

namespace RegularizerGen.TorchSharp;

/// <summary>The certificate of a stack as a report: its units side by side.</summary>
internal static class StackReport
{
    public static Report Of(StackCertificate stack) =>
        new(
            "Certificate of a stack of recurrent layers",
            stack.ToString(),
            [],
            [
                new ReportSection(
                    "layers and directions",
                    "each for inputs within the range of the outputs below it",
                    ["unit", "cell", "inputs within", "gain, any number of steps", "decay per step", "contractive"],
                    [
                        .. stack.Units.Select(
                            (u, k) =>
                                new[]
                                {
                                    (k + 1).ToString(CultureInfo.InvariantCulture),
                                    u.Cell,
                                    OutwardText.Up(u.InputBound),
                                    OutwardText.Up(u.AnyStepsGain),
                                    OutwardText.Up(u.DecayRate),
                                    u.IsContractive ? "yes" : "not proved",
                                }
                        ),
                    ],
                    [.. stack.Units.Select((u, k) => new ReportBar(Name(k, u), 0, u.AnyStepsGain, OutwardText.Up(u.AnyStepsGain)))]
                ),
            ]
        );

    private static string Name(int number, Certificate unit) => $"{(number + 1).ToString(CultureInfo.InvariantCulture)}: {unit.Cell}";
}
