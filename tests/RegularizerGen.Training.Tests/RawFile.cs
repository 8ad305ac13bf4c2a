using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace RegularizerGen.Training.Tests;

/// <summary>Files of the safetensors format put together by hand, and a folder for them that goes with the test.</summary>
internal sealed class RawFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public string Path => System.IO.Path.Combine(folder, "model.safetensors");

    public string[] Files => Directory.GetFiles(folder);

    public static byte[] Bytes(string header, params byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }

    public void Write(string header, params byte[] data) => File.WriteAllBytes(Path, Bytes(header, data));

    public (string Header, byte[] Data) Read()
    {
        byte[] all = File.ReadAllBytes(Path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(all);
        return (Encoding.UTF8.GetString(all, 8, length), all[(8 + length)..]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
