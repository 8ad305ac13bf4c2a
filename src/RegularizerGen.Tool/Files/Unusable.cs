using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using CsvHelper;

namespace RegularizerGen.Tool.Files;

/// <summary>Whatever readers of files throw becomes one line for people.</summary>
internal static class Unusable
{
    /// <summary>The result of a reader.</summary>
    /// <exception cref="UnusableInputException">The file cannot be read, or is malformed.</exception>
    public static T Unless<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (IsOfFiles(problem))
        {
            throw new UnusableInputException(problem.Message, problem);
        }
    }

    /// <summary>The results of a reader one by one.</summary>
    /// <exception cref="UnusableInputException">The file cannot be read, or is malformed.</exception>
    public static IEnumerable<T> Each<T>(Func<IEnumerable<T>> read)
    {
        using IEnumerator<T> results = Unless(() => read().GetEnumerator());
        while (Unless(results.MoveNext))
        {
            yield return results.Current;
        }
    }

    private static bool IsOfFiles(Exception problem) =>
        problem
            is IOException
                or InvalidDataException
                or UnauthorizedAccessException
                or JsonException
                or InvalidOperationException
                or FormatException
                or OverflowException
                or NotSupportedException
                or CsvHelperException;
}
