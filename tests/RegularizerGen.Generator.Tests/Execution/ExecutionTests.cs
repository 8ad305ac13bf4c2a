using System;
using System.Linq;

namespace RegularizerGen.Generator.Tests;

/// <summary>The reader accepts what it knows to be equal to execution, and refuses the rest with a diagnostic: both are checked by
/// executing.</summary>
public sealed class ExecutionTests
{
    private const string Fields =
        "private readonly Matrix W, U, V; private readonly Bias b; private readonly Scalar alpha; private readonly Diagonal p; ";

    /// <summary>Body of a step over x and h; the rest of the class may follow it. Every one uses all weights.</summary>
    public static TheoryData<string> Accepted =>
        [
            "{ const int n = 3; const int m = 2; return n / m * S; }",
            "=> (1 / 2 + 0.1 + 0.2) * S;",
            "=> 0.1f * S + (0.1f + 0.2f);",
            "{ const float f = 0.1f; return f * S; }",
            "{ float f = 0.1f; return f * S; }",
            "{ int n = 3; return n * S + n; }",
            "{ short n = 3; ulong m = 5; return n * S + m; }",
            "=> ((int)2.7 + (byte)'a' % 7) * S;",
            "=> (double)(float)0.1 * S;",
            "=> unchecked(int.MaxValue + 1) * 1e-9 * S;",
            "=> Scaled(S, 0.1, 0.2); private static Signal Scaled(Signal v, double a, double c) => 1e17 * ((a + c - 0.3) * v);",
            "=> Scaled(S, 3, 2); private static Signal Scaled(Signal v, double a, double c) => a / c * v;",
            "=> Scaled(c: 0.3, v: S); private static Signal Scaled(Signal v, double a = 3, double c = 2) => a / c * v;",
            "{ double d = 0.1; d += 0.2; d *= 3; d -= 0.9; d /= 2; return (1e16 * d) * S; }",
            "{ Signal v = (Signal)S; Signal w = b; return v + w; }",
            "{ (Signal v, Signal w) = (S, b); (v, w) = (w, v); return v - w; }",
            "{ (double d, _) = (1, 2); var (v, w) = (S, 0.5); return d * v * w; }",
            "{ Signal v = S; v += b; v *= 0.5; v -= x * alpha * 0 + b; v /= 3; return v; }",
            "{ Signal v; Signal w = (v = S) + v; return w * v; }",
            "{ Signal F(Signal u) { u = 2 * u; Signal k = u; k += b; return k; } Signal v = S; return F(v) + v; }",
            "{ Signal v = S; Signal F() => v; v = 2 * v; return F(); }",
            "=> Id(S); private static T Id<T>(T v) => v;",
            "=> this.Help(S) + Help(in x); private Signal Help(in Signal v) => 0.5 * Tanh(this.V * v);",
            "{ Signal v = S; return Help(in v, v = 2 * v); } private static Signal Help(in Signal a, Signal c) => a + 0.5 * c;",
            "{ Signal v = S; return Help(v, v += h); } private static Signal Help(in Signal a, Signal c) => a + 0.5 * c;",
            "{ (Signal a, Signal c) t = (S, b); return Help(t.a, (t = (2 * t.a, t.c)).c); } private static Signal Help(in Signal a, Signal c) => a + 0.5 * c;",
            "=> Help(h, h = x * 0 + S); private static Signal Help(in Signal a, Signal c) => a + 0.5 * c;",
            "{ double d = 0.5; return Help(d, d = 2) * S; } private static double Help(in double a, double c) => a + c;",
            "{ Signal v = S; return v.Help(v = 2 * v); } } public static class E { "
                + "public static Signal Help(this in Signal a, Signal c) => a + 0.5 * c;",
            "{ Signal v = S; return Help(1 * v, v = 2 * v); } private static Signal Help(in Signal a, Signal c) => a + 0.5 * c;",
            "{ Signal v = S; Signal F(Signal u) => u + v; return F(v = 2 * v); }",
            "{ double k = 1; double G(double q) => k + q; return G(k = 3) * S; }",
            "=> P(S); private partial Signal P(Signal v); private partial Signal P(Signal w) => w + w;",
            "=> S.Twice(); } public static class Extensions { public static Signal Twice(this Signal v) => 2 * v; ",
            "=> LeakyRelu(slope: 1 / 5.0, v: S) + Map(v: S, function: Act); "
                + "[Activation(Lipschitz = 1)] private static double Act(double u) => u / (1 + Math.Abs(u) + 1 / 2);",
            "=> Map(@double, S); [Activation(Lipschitz = 1, Min = -1, Max = 1, Slope = nameof(@class), "
                + "Curvature = nameof(E))] private static double @double(double u) { double t = Math.Sin(u); return t; } "
                + "private static double @class<T>(double u) => 7; private static double @class(double u) => Math.Cos(u); "
                + "private static double E(double u) => 0 - Math.Sin(u);",
            "=> Sigmoid(0 * (p * h)) * S + Tanh(h - h + 0.5) * h;",
            "{ { return S; } }",
            "=> Map(Act, S); [Activation(Lipschitz = 1)] private static double Act(double u) => u > 0.25 ? u : 0.25 > u ? u : 0.25;",
            "=> Map(Act, 9 * S); [Activation(Lipschitz = 2)] private static double Act(double u) "
                + "=> (2 < u ? Math.Log(u - 1) : u <= 1 ? u - 2 : Math.Sin(0 * u) - 1 + (u - 1)) + Math.Atan(u);",
            "=> S + alpha - (1 - alpha) + (alpha - h) * (b + alpha);",
            "{ Scalar s = 2 * alpha - 0.5; Signal v = s + S; v -= alpha; v += s; return v; }",
            "{ Signal v = alpha - 0.5 * (x - alpha); return Tanh(V * v) * (S + alpha * (h + alpha)); }",
            "{ Matrix unused = U - q; return S + V * (q * x); } private readonly Diagonal q;",
            "{ Matrix unused = W; unused += V; unused += R.Transpose; return S + Q * (R * h); } private readonly Matrix R, Q;",
            "=> S * (Sigmoid(R * Concat(x, h)) / (Sigmoid(h + Q * x) + Sigmoid(R * Concat(x, h)))); private readonly Matrix R, Q;",
            "=> S * (Sigmoid(R * Concat(x, h, x)) / (Sigmoid(h + Q * x) + Sigmoid(R * Concat(x, h, x)))); private readonly Matrix R, Q;",
        ];

    /// <summary>Where it is refused, and with which words.</summary>
    public static TheoryData<string, string, string> Refused =>
        new()
        {
            {
                "=> Scaled(S, 1, 2); private static Signal Scaled(Signal v, int a, int c) => a / c * v;",
                "a / c",
                "'int' arithmetic of 'a / c'"
            },
            {
                "=> Scaled(S, 1, 2); private static Signal Scaled(Signal v, int a, int c) { a /= c; return a * v; }",
                "a /= c",
                "'int' arithmetic of 'a /= c'"
            },
            {
                "=> Help<Impl>(S); private static Signal Help<T>(Signal v) where T : IAct => Map(T.Act, v); } public interface IAct { "
                    + "[Activation(Lipschitz = 1)] static virtual double Act(double u) => 0.5 * u; } public sealed class Impl : IAct { "
                    + "public static double Act(double u) => 0.25 * u;",
                "T.Act",
                "static method of a class"
            },
            {
                "=> Help<Impl>(S); private static Signal Help<T>(Signal v) where T : IAct => T.F(v); } public interface IAct { "
                    + "static virtual Signal F(Signal u) => 0.5 * u; } public sealed class Impl : IAct { "
                    + "public static Signal F(Signal u) => 0.25 * u;",
                "T.F(v)",
                "virtual method 'F'"
            },
            {
                "=> Help<int>(S); private static Signal Help<T>(Signal v) => Map(A<T>.F, v); } public static class A<Q> { "
                    + "[Activation(Lipschitz = 1, Min = -1, Max = 1, Slope = nameof(D), Curvature = nameof(E))] "
                    + "internal static double F(double u) { double t = Math.Sin(u); return typeof(Q) == typeof(int) ? t : -t; } "
                    + "internal static double D(double u) => Math.Cos(u); internal static double E(double u) => 0 - Math.Sin(u);",
                "E",
                "every file can name"
            },
            { "{ int a = int.MaxValue; return 1e-9 * (a + 1) * S; }", "a + 1", "'int' arithmetic" },
            { "{ int a = 3; return -a * S; }", "-a", "'int' arithmetic" },
            { "{ double a = 1.5; return (int)a * S; }", "(int)a", "conversion of 'a' from 'double' to 'int'" },
            { "{ int a = 300; return (byte)a * S; }", "(byte)a", "conversion of 'a' from 'int' to 'byte'" },
            { "{ double a = 0.1; return (float)a * S; }", "(float)a", "conversion of 'a' from 'double' to 'float'" },
            { "{ float a = 0.1f; return a * 3 * S; }", "a * 3", "'float' arithmetic" },
            { "{ float a = 0.1f; a += 0.2; return a * S; }", "a += 0.2", "'float' arithmetic" },
            { "{ byte a = 200; a += 100; return a * S; }", "a += 100", "arithmetic" },
            { "{ double a = 1; return (a / 0) * S; }", "a / 0", "not a finite number" },
            { "=> double.PositiveInfinity * S;", "double.PositiveInfinity", "not a finite number" },
            {
                "=> Gain.Of(2) * S; } public readonly record struct Gain(double V) { "
                    + "public static Gain Of(double v) => new(v); "
                    + "public static Signal operator *(Gain g, Signal s) => 2 * g.V * s;",
                "Gain.Of(2) * Tanh",
                "operator of 'Gain' in"
            },
            {
                "=> -(-Gain.Of(S)); } public readonly record struct Gain(Signal V) { "
                    + "public static Gain Of(Signal v) => new(v); public static Gain operator -(Gain g) => g; "
                    + "public static implicit operator Signal(Gain g) => 2 * g.V;",
                "-(-Gain",
                "operator of 'Gain' in"
            },
            {
                "=> Map(Gain.Act, S); } public static class Gain { "
                    + "[Activation(Lipschitz = 1)] public static double Act(double u) => 3 / 2 * u - u / 2 - (int)u;",
                "(int)u",
                "without casts"
            },
            {
                "=> Twice(S); private static Signal Twice(Gain g) => 0.5 * (Signal)g; } "
                    + "public readonly record struct Gain(Signal V) { "
                    + "public static implicit operator Gain(Signal s) => new(2 * s); "
                    + "public static implicit operator Signal(Gain g) => g.V; ",
                "Tanh",
                "from 'Signal' to 'Gain'"
            },
            { "=> Other.W * x + S; private static readonly Cell Other = null!;", "Other.W", "'W' of another instance" },
            {
                "=> Other.Help(S); private static readonly Cell Other = null!; private Signal Help(Signal v) => Tanh(v + b);",
                "Other.Help(",
                "'Help' of another instance"
            },
            {
                "{ Signal v = S; Signal F() { v = 2 * v; return v; } return F() + v; }",
                "v",
                "assignment to 'v' from within a local function"
            },
            { "{ Signal F() { h = 2 * h; return h; } return F() + S; }", "h", "assignment to 'h' from within a local function" },
            { "{ Signal c = Tanh(S + c); return c; }", "c", "'c', which has no value here" },
            { "{ Signal c; return c * S; }", "c", "'c', which has no value here" },
            { "{ Signal v = S; ref Signal r = ref v; r = Tanh(v); return v; }", "r", "reference 'r'" },
            { "{ Signal v = S; return Same(ref v); } private static Signal Same(ref Signal v) => v;", "ref v", "ref or out argument" },
            {
                "{ Signal v = S; v = Pick(v) + v; return v; } private static ref readonly Signal Pick(in Signal v) => ref v;",
                "Pick(v)",
                "reference 'Pick'"
            },
            { "=> S.Length > 1 ? S : h;", "Tanh", "A condition" },
            { "=> 1e200 * (1e200 * S);", "Step", "not between 1e-75 and 1e75" },
            { "=> 1e308 * Tanh(1e-3 * S);", "Step", "not between 1e-75 and 1e75" },
            { "=> 1e-300 * S;", "Step", "not between 1e-75 and 1e75" },
            { "{ dynamic v = S; return v * x; }", "Tanh", "to 'dynamic'" },
            { "{ Signal? v = S; return v.Value; }", "Tanh", "to 'Signal?'" },
            { "=> Make()(S); private static Func<Signal, Signal> Make() => v => v;", "Make()(", "'Invoke' cannot be read" },
            { "=> Map(Act, S); [Activation(Lipschitz = 1)] private static double Act(double u) => (float)u;", "(float)u", "without casts" },
            {
                "=> Map(Act, S); [Activation(Lipschitz = 1)] private static double Act(double u) => 1.0 * (long)u;",
                "(long)u",
                "without casts"
            },
            {
                "=> Map(Act, S); [Activation(Lipschitz = 1)] private static double Act(double u) => Math.Max((float)u, 0f);",
                "Math.Max",
                "without casts"
            },
            {
                "=> Map((Wrap)(Func<double, double>)Act, S); "
                    + "[Activation(Lipschitz = 1)] private static double Act(double u) => u; } "
                    + "public readonly record struct Wrap(Func<double, double> F) { "
                    + "public static implicit operator Wrap(Func<double, double> f) => new(u => 3 * f(u)); "
                    + "public static implicit operator Func<double, double>(Wrap w) => w.F;",
                "(Wrap)",
                "static method of a class"
            },
            {
                "{ [Activation(Lipschitz = 1, AtZero = 0, Slope = nameof(D), Curvature = nameof(E))] "
                    + "static double Act(double u) { return u - 0; } return Map(Act, S); } "
                    + "private static double Act(double u) => 0.5 * u; private static double D(double u) => 1; "
                    + "private static double E(double u) => 0;",
                "Act",
                "static method of a class"
            },
            {
                "=> Map(Act<int>, S); [Activation(Lipschitz = 1, AtZero = 0, Slope = nameof(D), "
                    + "Curvature = nameof(E))] private static double Act<T>(double u) => u; "
                    + "private static double D(double u) => 1; private static double E(double u) => 0;",
                "Act<int>",
                "without type parameters"
            },
            {
                "=> Map(Other.Act, S); private static readonly Cell Other = null!; "
                    + "[Activation(Lipschitz = 1)] private double Act(double u) => u;",
                "Other.Act",
                "static method"
            },
        };

    [Fact]
    public void AcceptedSteps_AreCompiledToWhatTheyExecute()
    {
        Outcome[] outcomes = Executed.Run([.. Accepted.Select(c => Cell(c.Data))]);
        Assert.All(
            outcomes,
            o =>
                Assert.True(
                    o is { IsCSharp: true, Problem: null, Cell: not null },
                    $"{o.Problem ?? (o.IsCSharp ? "is refused: " + string.Join(' ', o.Reported) : "is no C#")}: {o.Source}"
                )
        );
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void OtherSteps_AreRefusedAtTheirTokenWithTheAlternative(string body, string token, string message)
    {
        string code = "using System;\n" + Compiler.Usings + Cell(body);
        Microsoft.CodeAnalysis.Diagnostic diagnostic = Assert.Single(Compiler.Analyze(code));
        Assert.Contains(message, diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.StartsWith(
            token,
            diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan),
            StringComparison.Ordinal
        );
        Assert.Empty(Compiler.Derived(Compiler.Generate(Compiler.Create(code)).Result));
    }

    /// <summary>S stands for a signal of the size of h in which all weights and the input occur.</summary>
    private static string Cell(string body) =>
        $"[RecurrentCell] public partial class Cell {{ {Fields} "
        + $"[Step] private Signal Step([Input(Bound = 1)] Signal x, [State] Signal h) {Filled(body)} }}";

    private static string Filled(string body) =>
        System.Text.RegularExpressions.Regex.Replace(body, @"\bS\b", "Tanh(W * x + U * h + p * h + alpha * h + b + V * x)");
}
