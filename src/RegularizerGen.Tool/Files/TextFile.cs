using System;
using System.IO;

namespace RegularizerGen.Tool.Files;

/// <summary>Text that a user names.</summary>
internal static class TextFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="UnusableInputException">It cannot be read.</exception>
    public static string Read(string path) => Guard(() => File.ReadAllText(path));

    /// <summary>Writes it.</summary>
    /// <exception cref="UnusableInputException">It cannot be written.</exception>
    public static void Write(string path, string text) =>
        Guard(() =>
        {
            File.WriteAllText(path, text);
            return text;
        });

    private static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException(problem.Message, problem);
        }
    }
}
