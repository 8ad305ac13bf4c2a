using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RegularizerGen.Reports;

namespace RegularizerGen.Tool.Html;

/// <summary>MathML of the LaTeX that derivations are printed in; all else is refused.</summary>
internal sealed class MathMl
{
    private readonly string latex;
    private readonly LatexTokens tokens;

    private MathMl(string latex) => (this.latex, tokens) = (latex, new LatexTokens(latex));

    /// <summary>The elements of a formula, from left to right.</summary>
    /// <exception cref="FormatException">It has what derivations do not have; the message names it.</exception>
    public static IReadOnlyList<MathElement> Elements(string latex)
    {
        var reader = new MathMl(latex);
        List<MathElement> elements = reader.Row();
        return reader.tokens.IsAtEnd ? elements : throw reader.Refused(reader.tokens.Peek());
    }

    /// <summary>Elements up to what ends a group, a cell or all.</summary>
    private List<MathElement> Row()
    {
        var row = new List<MathElement>();
        while (tokens.Peek() is not ("" or "}" or "&" or @"\\" or @"\right" or @"\end"))
        {
            bool isTerm = row.Count > 0 && !row[^1].IsOpen;
            if (tokens.Peek() is "_" or "^" or "'")
            {
                throw Refused(tokens.Peek());
            }

            MathElement element = Atom(isTerm);
            row.Add(Scripts(element));
        }

        return row;
    }

    private string Group()
    {
        if (tokens.Peek() != "{")
        {
            return Atom(isTerm: false).Xml;
        }

        tokens.Require("{");
        string inner = Joined(Row());
        tokens.Require("}");
        return inner;
    }

    private MathElement Scripts(MathElement of)
    {
        (string? below, string? above) = (null, null);
        if (tokens.Peek() == "'")
        {
            tokens.Require("'");
            of = of with { Xml = $"<mrow>{of.Xml}<mi>′</mi></mrow>" }; // the sign is raised by itself
        }

        while (tokens.Peek() is "_" or "^")
        {
            string sign = tokens.Read();
            if ((sign == "_" ? below : above) is not null)
            {
                throw Refused(sign);
            }

            (below, above) = sign == "_" ? (Group(), above) : (below, Group());
        }

        string xml = (below, above) switch
        {
            (null, null) => of.Xml,
            (not null, null) => $"<msub>{of.Xml}{below}</msub>",
            (null, not null) => $"<msup>{of.Xml}{above}</msup>",
            _ => $"<msubsup>{of.Xml}{below}{above}</msubsup>",
        };
        return of with { Xml = xml };
    }

    private MathElement Atom(bool isTerm)
    {
        string token = tokens.Read();
        return token switch
        {
            "{" => Braces(),
            "+" or "-" => MathElement.Sign(token == "-" ? "−" : "+", isTerm),
            "(" or "[" => MathElement.Fence(token) with { IsOpen = true },
            ")" or "]" or "|" or "/" => MathElement.Fence(token),
            "=" or "<" or ">" or ":" or "," => MathElement.Operator(token),
            @"\frac" => new($"<mfrac>{Group()}{Group()}</mfrac>", 4),
            @"\sqrt" => new($"<msqrt>{Group()}</msqrt>", 6),
            @"\left" => Delimited(),
            @"\begin" => Cases(),
            @"\mathrel" => MathElement.Operator(tokens.Verbatim() + Relation()),
            @"\mathrm" or @"\operatorname" => MathElement.Word(tokens.Verbatim()),
            @"\mathbf" => MathElement.Word(tokens.Verbatim()),
            @"\text" => MathElement.Text(tokens.Verbatim()),
            _ when LatexSymbols.Accent(token) is { } accent => new(accent(Group()), 2),
            _ when LatexSymbols.Find(token) is { } symbol => symbol,
            _ when char.IsAsciiDigit(token[0]) => new($"<mn>{token}</mn>", token.Length),
            _ when char.IsLetter(token[0]) => MathElement.Word(token),
            _ => throw Refused(token),
        };
    }

    private string Relation()
    {
        tokens.Require("=");
        return "=";
    }

    private MathElement Braces()
    {
        List<MathElement> row = Row();
        tokens.Require("}");
        return new(Joined(row), row.Sum(e => e.Width));
    }

    /// <summary>Delimiters grow with what they hold, which is kept together.</summary>
    private MathElement Delimited()
    {
        string open = Delimiter();
        List<MathElement> row = Row();
        tokens.Require(@"\right");
        string close = Delimiter();
        return new($"<mrow><mo fence=\"true\">{open}</mo>{Joined(row)}<mo fence=\"true\">{close}</mo></mrow>", row.Sum(e => e.Width) + 2);
    }

    private string Delimiter() => tokens.Read() is ("(" or ")" or "[" or "]" or "|") and { } sign ? sign : throw Refused("a delimiter");

    private MathElement Cases()
    {
        Require(tokens.Verbatim());
        var rows = new StringBuilder();
        int width = 0;
        do
        {
            List<MathElement> value = Row();
            tokens.Require("&");
            List<MathElement> condition = Row();
            rows.Append($"<mtr><mtd>{Joined(value)}</mtd><mtd>{Joined(condition)}</mtd></mtr>");
            width = Math.Max(width, value.Concat(condition).Sum(e => e.Width));
        } while (Next());
        tokens.Require(@"\end");
        Require(tokens.Verbatim());
        return new($"<mrow><mo fence=\"true\">{{</mo><mtable>{rows}</mtable></mrow>", width + 2);

        void Require(string environment)
        {
            if (environment != "cases")
            {
                throw Refused(environment);
            }
        }

        bool Next()
        {
            bool isMore = tokens.Peek() == @"\\";
            if (isMore)
            {
                tokens.Require(@"\\");
            }

            return isMore;
        }
    }

    private static string Joined(List<MathElement> row) =>
        row.Count == 1 ? row[0].Xml : $"<mrow>{string.Concat(row.Select(e => e.Xml))}</mrow>";

    private FormatException Refused(string what) => new($"'{what}' is not of the LaTeX that derivations are printed in: {latex}");
}

/// <summary>An element of a formula.</summary>
/// <param name="Xml">MathML.</param>
/// <param name="Width">About how many characters wide it is.</param>
/// <param name="IsOpen">Whether what follows is at the beginning of an expression.</param>
/// <param name="IsBreak">Whether a line may end before it.</param>
internal readonly record struct MathElement(string Xml, int Width, bool IsOpen = false, bool IsBreak = false)
{
    /// <summary>A name: one letter is slanted, more are upright.</summary>
    public static MathElement Word(string name) => new($"<mi>{ReportHtml.Escaped(name)}</mi>", name.Length);

    /// <summary>Words between formulas; their spaces count.</summary>
    public static MathElement Text(string text) =>
        new($"<mtext>{ReportHtml.Escaped(text).Replace(' ', '\u00a0')}</mtext>", text.Length) { IsBreak = text.Length > 12 };

    /// <summary>A sign between terms, or in front of the first.</summary>
    public static MathElement Sign(string sign, bool isTerm) =>
        new($"<mo form=\"{(isTerm ? "infix" : "prefix")}\">{sign}</mo>", 2, IsOpen: true, IsBreak: isTerm);

    /// <summary>A delimiter that does not grow.</summary>
    public static MathElement Fence(string sign) => new($"<mo fence=\"true\" lspace=\"0\" rspace=\"0\" stretchy=\"false\">{sign}</mo>", 1);

    /// <summary>A relation or a comma.</summary>
    public static MathElement Operator(string sign) => new($"<mo>{ReportHtml.Escaped(sign)}</mo>", 2, IsOpen: true) { IsBreak = false };
}
