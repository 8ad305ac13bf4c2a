using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Tests;

/// <summary>Combinations of attributes of the three operators.</summary>
internal static class NodeCases
{
    private static readonly string[] Directions = ["forward", "reverse", "bidirectional"];

    /// <summary>Activations for every place, with their numbers.</summary>
    private static readonly (string[] Names, float[] Alphas, float[] Betas)[] Bounded =
    [
        (["HardSigmoid", "Softsign", "ScaledTanh"], [0.25f, 1.5f], [0.4f, 0.5f]),
        (["Sigmoid", "Relu", "Affine"], [0.5f], [0.1f]),
        (["HardSigmoid", "LeakyRelu", "Tanh"], [], []),
        (["Softplus", "Elu", "ThresholdedRelu"], [0.7f, 0f], []),
        (["tanh", "SIGMOID", "Softplus"], [], []),
    ];

    /// <summary>All of them; layout 1 is not among these, which the oracle does not know.</summary>
    public static IEnumerable<NodeCase> All()
    {
        int seed = 1;
        foreach (string direction in Directions)
        {
            foreach (bool hasBias in new[] { true, false })
            {
                yield return new NodeCase("RNN", direction) { HasBias = hasBias, Seed = seed++ };
                yield return new NodeCase("GRU", direction) { HasBias = hasBias, Seed = seed++ };
                yield return new NodeCase("GRU", direction)
                {
                    HasBias = hasBias,
                    Attributes = [("linear_before_reset", 1)],
                    Seed = seed++,
                };
                yield return new NodeCase("LSTM", direction) { HasBias = hasBias, Seed = seed++ };
                yield return new NodeCase("LSTM", direction)
                {
                    HasBias = hasBias,
                    HasPeepholes = true,
                    Seed = seed++,
                };
            }

            foreach (string operation in new[] { "RNN", "GRU", "LSTM" })
            {
                yield return new NodeCase(operation, direction)
                {
                    HasStart = true,
                    Batch = 2,
                    Seed = seed++,
                };
                yield return new NodeCase(operation, direction)
                {
                    Lengths = [3, 6],
                    Batch = 2,
                    HasStart = true,
                    Seed = seed++,
                };
                yield return new NodeCase(operation, direction) { Attributes = [("clip", 0.3f)], Seed = seed++ };
                yield return new NodeCase(operation, direction)
                {
                    Attributes = [("clip", 1f)], // states go beyond it
                    Scale = 3,
                    Steps = 20,
                    Seed = seed++,
                };
            }

            yield return new NodeCase("LSTM", direction) { Attributes = [("input_forget", 1)], Seed = seed++ };
            yield return new NodeCase("LSTM", direction)
            {
                Attributes = [("input_forget", 1), ("clip", 0.4f)],
                HasPeepholes = true,
                Seed = seed++,
            };
        }

        foreach ((string[] names, float[] alphas, float[] betas) in Bounded)
        {
            foreach ((string operation, int count) in new[] { ("RNN", 1), ("GRU", 2), ("LSTM", 3) })
            {
                if (operation == "RNN" && names[0] == "tanh")
                {
                    continue; // the oracle's RNN wants names as they are written in the specification
                }

                yield return new NodeCase(operation)
                {
                    Attributes = [("activations", names.Take(count).ToArray()), ("activation_alpha", alphas), ("activation_beta", betas)],
                    Seed = seed++,
                };
            }
        }

        yield return new NodeCase("LSTM", "bidirectional")
        {
            Attributes =
            [
                ("activations", new[] { "Sigmoid", "Tanh", "Tanh", "HardSigmoid", "Softsign", "LeakyRelu" }),
                ("activation_alpha", new[] { 0.3f, 0.2f }),
                ("activation_beta", new[] { 0.45f }),
            ],
            Seed = seed,
        };
    }
}
