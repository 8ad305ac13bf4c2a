using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Nodes;

/// <summary>The activations of a node: names, and numbers that those take in order which have any.</summary>
internal static class ActivationList
{
    /// <summary>Reads them, direction by direction.</summary>
    /// <exception cref="UnusableInputException">There are not as many as the node needs, or one is none of the specification's.</exception>
    public static Activation[] Read(NodeAttributes attributes, IReadOnlyList<string> defaults, int directions)
    {
        int count = defaults.Count * directions;
        IReadOnlyList<string> names = attributes.Texts("activations") is { Count: > 0 } given
            ? given
            : [.. Enumerable.Range(0, count).Select(k => defaults[k % defaults.Count])];
        if (names.Count != count)
        {
            throw new UnusableInputException($"{attributes.Title}: {names.Count} activations are given; it has {count}.");
        }

        var alphas = new Queue<float>(attributes.Floats("activation_alpha"));
        var betas = new Queue<float>(attributes.Floats("activation_beta"));
        return [.. names.Select(name => One(attributes.Title, name, alphas, betas))];
    }

    private static Activation One(string title, string name, Queue<float> alphas, Queue<float> betas)
    {
        (string known, double? alpha, double? beta) = Array.Find(
            Activation.Known,
            k => string.Equals(k.Name, name, StringComparison.OrdinalIgnoreCase)
        );
        return known is null
            ? throw new UnusableInputException(
                $"{title}: activation '{NodeAttributes.Printable(name)}' is none of {string.Join(", ", Activation.Known.Select(k => k.Name))}."
            )
            : new Activation(known, Next(alpha, alphas), Next(beta, betas)).Require(title);
    }

    private static double Next(double? otherwise, Queue<float> given) =>
        otherwise is null ? 0
        : given.Count > 0 ? given.Dequeue()
        : otherwise.Value;
}
