#include "screen.h"

#include <QElapsedTimer>
#include <QSet>
#include <QThread>

#include <xcb/xcb.h>

#include <cstdlib>
#include <cstring>

namespace fpx::bench {

namespace {
constexpr quint32 bare = 0x00ff00fe;
}

struct Screen::Private {
    xcb_connection_t *connection = nullptr;
    xcb_screen_t *screen = nullptr;
};

Screen::Screen() : d(std::make_unique<Private>())
{
    d->connection = xcb_connect(nullptr, nullptr);
    if (!isOpen())
        return;
    d->screen = xcb_setup_roots_iterator(xcb_get_setup(d->connection)).data;
    xcb_change_window_attributes(d->connection, d->screen->root, XCB_CW_BACK_PIXEL, &bare);
    xcb_clear_area(d->connection, 0, d->screen->root, 0, 0, 0, 0);
    xcb_flush(d->connection);
}

Screen::~Screen()
{
    xcb_disconnect(d->connection);
}

bool Screen::isOpen() const
{
    return xcb_connection_has_error(d->connection) == 0;
}

int Screen::foreignColours() const
{
    QSet<quint32> colours;
    // A band, for one line may run through an even area of a painted window.
    const auto top = static_cast<qint16>(d->screen->height_in_pixels * 3 / 8);
    const auto height = static_cast<quint16>(d->screen->height_in_pixels / 4);
    const int width = d->screen->width_in_pixels;
    auto *reply = xcb_get_image_reply(d->connection,
                                      xcb_get_image(d->connection, XCB_IMAGE_FORMAT_Z_PIXMAP, d->screen->root, 0, top,
                                                    d->screen->width_in_pixels, height, ~0u),
                                      nullptr);
    if (reply == nullptr)
        return 0;
    const auto *bytes = xcb_get_image_data(reply);
    const int length = xcb_get_image_data_length(reply);
    quint32 last = bare & 0x00ffffff;
    for (int at = 0; at + 4 <= length; at += 4) {
        if (at % (width * 4) == 0)
            at += width * 4 * 3; // every fourth line: text is higher
        if (at + 4 > length)
            break;
        quint32 pixel = 0;
        std::memcpy(&pixel, bytes + at, 4);
        pixel &= 0x00ffffff;
        if (pixel != last && pixel != (bare & 0x00ffffff))
            colours.insert(pixel);
        last = pixel;
    }
    std::free(reply); // NOLINT(cppcoreguidelines-no-malloc): xcb's own allocation
    return static_cast<int>(colours.size());
}

bool Screen::waitBare(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (foreignColours() > 0) {
        if (timer.elapsed() > milliseconds)
            return false;
        QThread::msleep(5);
    }
    return true;
}

bool Screen::waitPainted(int milliseconds)
{
    // The window manager's frame alone has a few colours; text in a painted window is anti-aliased to more.
    constexpr int painted = 6;
    QElapsedTimer timer;
    timer.start();
    while (foreignColours() < painted) {
        if (timer.elapsed() > milliseconds)
            return false;
        QThread::usleep(500);
    }
    return true;
}

} // namespace fpx::bench
