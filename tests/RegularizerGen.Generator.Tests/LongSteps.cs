using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Generator.Tests;

/// <summary>Sources of cells whose step is as long as asked for.</summary>
internal static class LongSteps
{
    /// <summary>z∘tanh(r/1000) + z∘tanh(2r/1000) + …: every term has the gate z.</summary>
    public static string GatedSum(int count)
    {
        IEnumerable<string> terms = Enumerable
            .Range(1, count)
            .Select(k => string.Create(CultureInfo.InvariantCulture, $"z * Tanh({k / 1000.0} * r)"));
        return $"[RecurrentCell] public sealed partial class Cell {{ private readonly Matrix W, U; "
            + $"[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) {{ "
            + $"Signal z = Sigmoid(W * x + U * h); Signal r = Tanh(W * x + U * h); return Tanh({string.Join(" + ", terms)}); }} }}";
    }

    public static string Repeated(int count, string statement)
    {
        static string Signal(int k) => "a" + k.ToString(CultureInfo.InvariantCulture);
        string Of(int k) => string.Format(CultureInfo.InvariantCulture, statement, Signal(k - 1));
        string body = string.Concat(Enumerable.Range(1, count).Select(k => $"Signal {Signal(k)} = {Of(k)}; "));
        return $"[RecurrentCell] public sealed partial class Cell {{ private readonly Matrix W, U; "
            + $"[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) {{ "
            + $"Signal z = Sigmoid(W * x + U * h); Signal a0 = z * h + W * x; {body}return a{count}; }} }}";
    }

    /// <summary>A product of gates of the state and the input, all different.</summary>
    public static string ProductOfGates(int count)
    {
        IEnumerable<string> gates = Enumerable
            .Range(1, count)
            .Select(k => string.Create(CultureInfo.InvariantCulture, $"Sigmoid(W * x + {1 + (k / 100.0)} * p + b)"));
        return $"[RecurrentCell] public sealed partial class Cell {{ private readonly Matrix W, U; private readonly Bias b; "
            + $"[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) {{ "
            + $"Signal p = U * h; return Tanh(W * x + {string.Join(" * ", gates)} * h); }} }}";
    }
}
