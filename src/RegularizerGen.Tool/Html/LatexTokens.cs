using System;
using System.Globalization;

namespace RegularizerGen.Tool.Html;

/// <summary>LaTeX math token by token: a command, a run of letters or digits, or a sign. Spaces mean nothing.</summary>
internal sealed class LatexTokens(string text)
{
    private int position;

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => Peek().Length == 0;

    /// <summary>The next token, which stays; empty at the end.</summary>
    public string Peek()
    {
        int before = position;
        string token = Read();
        position = before;
        return token;
    }

    /// <summary>The next token; empty at the end.</summary>
    public string Read()
    {
        while (position < text.Length && text[position] == ' ')
        {
            position++;
        }

        if (position == text.Length)
        {
            return string.Empty;
        }

        int start = position++;
        if (text[start] == '\\' && position < text.Length)
        {
            position++;
            Skip(char.IsAsciiLetter(text[position - 1]) ? char.IsAsciiLetter : null);
        }
        else
        {
            Skip(
                char.IsAsciiDigit(text[start]) ? c => char.IsAsciiDigit(c) || c == '.'
                : IsLetter(text[start]) ? IsLetter
                : null
            );
        }

        return text[start..position];
    }

    /// <summary>The next token, which must be this.</summary>
    /// <exception cref="FormatException">It is another.</exception>
    public void Require(string token)
    {
        string found = Read();
        if (found != token)
        {
            throw new FormatException($"'{token}' is missing before '{found}' in {text}.");
        }
    }

    /// <summary>The text between braces as it is, with the escapes of names resolved.</summary>
    /// <exception cref="FormatException">There are no braces.</exception>
    public string Verbatim()
    {
        Require("{");
        int end = text.IndexOf('}', position);
        if (end < 0)
        {
            throw new FormatException($"A brace is not closed in {text}.");
        }

        string inner = text[position..end];
        position = end + 1;
        return inner.Replace(@"\_", "_", StringComparison.Ordinal);
    }

    /// <summary>Letters of names as C# has them, marks included.</summary>
    private static bool IsLetter(char c) =>
        char.IsLetter(c)
        || char.GetUnicodeCategory(c)
            is UnicodeCategory.LetterNumber
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark;

    private void Skip(Func<char, bool>? isPart)
    {
        while (isPart is not null && position < text.Length && isPart(text[position]))
        {
            position++;
        }
    }
}
