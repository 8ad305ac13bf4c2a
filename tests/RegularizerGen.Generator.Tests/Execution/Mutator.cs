using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RegularizerGen.Generator.Tests;

/// <summary>Small changes of a cell's source, as people make them by mistake: casts, other literals, swapped names, helpers, assignments,
/// conditions.</summary>
internal sealed class Mutator(Random random)
{
    /// <summary>$ stands for the expression that is replaced; other names are those of <see cref="MutatedCells"/>.</summary>
    private static readonly string[] Expressions =
    [
        "(Signal)$",
        "(int)$",
        "(float)$",
        "(double)$",
        "-$",
        "+$",
        "-(-($))",
        "($)",
        "checked($)",
        "unchecked(2 * $)",
        "($ + b)",
        "(b - $)",
        "(0.5 * $)",
        "($ / 3)",
        "($ / k)",
        "(k / 2 * $)",
        "((double)k / 2 * $)",
        "(d * $)",
        "((d + 0.2 - 0.3) * 1e16 * $)",
        "(f * $)",
        "((float)d * $)",
        "((int)d * $)",
        "((byte)(k + 254) * $)",
        "((k - 4) * $)",
        "(k++ * $)",
        "(f + 0.2f) * $",
        "(1 / 2 * $)",
        "(1 / 2.0 * $)",
        "(0.1f * $)",
        "(0.1f + 0.2f) * $",
        "(Gain.Two * $)",
        "(Gain.Number * $)",
        "(new Gain(2) * $)",
        "((Gain)$)",
        "(Signal)(Gain)$",
        "Other.Twice($)",
        "this.Twice($)",
        "Twice($)",
        "Mix($, x0, 0.25)",
        "Mix(c: 0.75, a: $, c0: x0)",
        "Ratio(1, 2) * $",
        "Ratio(d, 3) * $",
        "IntRatio(7, 2) * $",
        "IntRatio(k, 2) * $",
        "Pair($, x0).First",
        "Pair($, x0).Item2",
        "Pair(x0, $).Second",
        "$.Shrunk()",
        "Extensions.Shrunk($)",
        "(true ? $ : x0)",
        "(k > 2 ? $ : x0)",
        "(d > 2 ? d : k) * $",
        "(const1 > 0 ? 0.5 : 2) * $",
        "Tanh($)",
        "Map(Act, $)",
        "Map(function: Act, v: $)",
        "Map(u => u, $)",
        "LeakyRelu($, 1 / 3)",
        "LeakyRelu($, 1 / 3.0)",
        "LeakyRelu(slope: 0.25, v: $)",
        "Elu($, k)",
        "HardSigmoid($)",
        "(x0 = $)",
        "(x0 = Tanh($)) + x0",
        "(x0 += $)",
        "Local($)",
        "Capture($)",
        "Change($)",
        "default",
        "default(Signal)",
        "$!",
        "nameof(x0).Length * $",
        "(d = 2 * d) * $",
        "Out($, out _)",
        "Ref(ref x0)",
        "In(in x0) + $",
        "Late($)",
        "(alpha * $)",
        "((1 - alpha) * $)",
        "(-alpha * $)",
        "($ * alpha)",
        "(p * $)",
        "$ * $",
        "Sigmoid($ - $)",
        "Sigmoid(0 * $)",
        "Extra($)",
        "Static.Of(this, $)",
        "Gen($)",
        "Gen<Signal>($)",
        "Halved($)",
        "Mul(d, f) * $",
        "Params($, x0)",
        "((Signal, Signal))($, x0) is var q1 ? q1.Item1 : x0",
        "(true, $).Item2",
        "(first: $, x0).first",
    ];

    private static readonly string[] Statements =
    [
        "x0 = Tanh(x0);",
        "x0 += b;",
        "x0 /= 3;",
        "x0 /= k;",
        "d += 0.2;",
        "d /= 3;",
        "d *= k;",
        "k /= 2;",
        "k += 3;",
        "k++;",
        "f += 0.2f;",
        "f *= 2;",
        "(x0, h) = (h, x0);",
        "(x0, _) = Pair(x0, h);",
        "var (p1, p2) = Pair(x0, b); x0 = p1;",
        "Signal q; x0 = q;",
        "Signal q = x0; q = q + q; x0 -= q;",
        "ref Signal r0 = ref x0; r0 = Tanh(x0);",
        "x0 = Change(x0);",
        "Change(x0);",
        "_ = Change(x0);",
        "const int n0 = 3; x0 = n0 / 2 * x0;",
        "{ Signal q = x0; x0 = 2 * q; }",
        "int m0 = 3, l0 = m0; x0 *= l0;",
        "var t0 = (a: x0, c: h); (x0, h) = (t0.c, t0.a);",
        "(double e0, float g0) = (1, 2); x0 = e0 * g0 * x0;",
        "d = k / 2;",
        "d = k; x0 *= d;",
        "d = f; x0 *= d;",
        "f = k; x0 *= f;",
        "long z0 = k; x0 *= z0;",
        "if (k > 2) x0 = h;",
        "for (int i0 = 0; i0 < 2; i0++) x0 = Tanh(x0);",
        "x0 = h = Tanh(x0);",
        "(d, k) = (k, 7); x0 *= d;",
        "double u0 = d++; x0 *= u0;",
        "x0 = 1e200 * x0; x0 = 1e200 * x0;",
        "x0 *= 1.0 / 0;",
        "using (null) { }",
        ";",
        "uint w0 = 3; x0 *= w0 - 4;",
        "decimal v0 = 0.1m; x0 *= (double)v0;",
        "char s0 = 'a'; x0 *= s0;",
        "x0 *= (double)'a' / 100;",
        "var y0 = x0; y0 = Tanh(y0);",
        "Signal r1 = b, r2 = r1; x0 += r2;",
        "dynamic o0 = x0; x0 = o0;",
        "object o1 = x0; x0 = (Signal)o1;",
    ];

    private static readonly string[] Literals =
    [
        "0",
        "1",
        "2",
        "3",
        "-1",
        "0.1",
        "0.1f",
        "(0.1 + 0.2)",
        "(0.1f + 0.2f)",
        "(1 / 2)",
        "(7 / 2)",
        "(1.0 / 3)",
        "(5 % 3)",
        "1e-3",
        "(int)2.5",
        "(byte)255",
        "k",
        "d",
        "f",
        "const1",
        "0x10",
        "1u",
        "2L",
        "1e308",
        "(1 << 3)",
        "'a'",
        "(-7 / 2)",
        "(double)(float)0.1",
    ];

    /// <summary>The source with one to three changes within the parts that are marked by regions of the name "mutable".</summary>
    public string Mutate(string source)
    {
        for (int count = 1 + (random.Next(3) / 2) + (random.Next(6) / 5); count > 0; count--)
        {
            source = Once(source);
        }

        return source;
    }

    private string Once(string source)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source, Compiler.Parse).GetRoot();
        MethodDeclarationSyntax[] methods =
        [
            .. root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(m => m.Identifier.Text is "Step" or "Helper"),
        ];
        SyntaxNode[] nodes = [.. methods.SelectMany(m => m.Body!.DescendantNodes())];
        return random.Next(10) switch
        {
            0 or 1 or 2 or 3 => Replace(
                source,
                Pick(nodes.OfType<ExpressionSyntax>().Where(IsValue)),
                n => Text(Expressions).Replace("$", n.ToString(), StringComparison.Ordinal)
            ),
            4 => Insert(source, Pick(methods.SelectMany(m => m.Body!.Statements)), Text(Statements)),
            5 => Replace(source, Pick(nodes.OfType<LiteralExpressionSyntax>()), _ => Text(Literals)),
            6 => Replace(source, Pick(nodes.OfType<IdentifierNameSyntax>()), n => Pick(nodes.OfType<IdentifierNameSyntax>())!.ToString()),
            7 => Operator(source, Pick(nodes.OfType<BinaryExpressionSyntax>())),
            8 => Replace(
                source,
                Pick(nodes.OfType<ExpressionSyntax>().Where(IsValue)),
                n => Pick(nodes.OfType<ExpressionSyntax>().Where(IsValue))!.ToString()
            ),
            _ => Shuffle(source, nodes),
        };
    }

    /// <summary>Tuple elements or statements change places.</summary>
    private string Shuffle(string source, SyntaxNode[] nodes)
    {
        SyntaxNode? parent = Pick(
            nodes.Where(n => n is TupleExpressionSyntax or ArgumentListSyntax or BlockSyntax && n.ChildNodes().Count() > 1)
        );
        SyntaxNode[] children = parent is null ? [] : [.. parent.ChildNodes()];
        if (children.Length < 2)
        {
            return source;
        }

        int at = random.Next(children.Length - 1);
        (SyntaxNode a, SyntaxNode b) = (children[at], children[at + 1]);
        return source[..a.SpanStart] + b + source[a.Span.End..b.SpanStart] + a + source[b.Span.End..];
    }

    private string Operator(string source, BinaryExpressionSyntax? binary) =>
        binary is null ? source : Edit(source, binary.OperatorToken.Span, Text(["+", "-", "*", "/", "%"]));

    private static bool IsValue(ExpressionSyntax node) =>
        node is not TypeSyntax { Parent: VariableDeclarationSyntax or CastExpressionSyntax } and not DeclarationExpressionSyntax
        && node.Parent
            is not InvocationExpressionSyntax
                and not MemberAccessExpressionSyntax
                and not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression };

    private static string Replace<T>(string source, T? node, Func<T, string> text)
        where T : SyntaxNode => node is null ? source : Edit(source, node.Span, text(node));

    private static string Insert(string source, SyntaxNode? before, string text) =>
        before is null ? source : source.Insert(before.SpanStart, text + " ");

    private static string Edit(string source, TextSpan span, string text) => source[..span.Start] + text + source[span.End..];

    private string Text(string[] texts) => texts[random.Next(texts.Length)];

    private T? Pick<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        return all.Length == 0 ? default : all[random.Next(all.Length)];
    }
}
